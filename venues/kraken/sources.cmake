ballast_embed_limits(ballast_venues kraken)
target_sources(ballast_venues PRIVATE
  kraken/account_codec.cpp
  kraken/adapter.cpp
  kraken/book_codec.cpp
  kraken/candle_codec.cpp
  kraken/envelope.cpp
  kraken/fill_codec.cpp
  kraken/names.cpp
  kraken/order_codec.cpp
  kraken/order_forms.cpp
  kraken/pair.cpp
  kraken/pair_codec.cpp
  kraken/placement.cpp
  kraken/profile.cpp
  kraken/replies.cpp
  kraken/signer.cpp
  kraken/stream.cpp
  kraken/stream_book.cpp
  kraken/stream_orders.cpp
  kraken/stream_reading.cpp
  kraken/targets.cpp
  kraken/ticker_codec.cpp
  kraken/trader.cpp
)
