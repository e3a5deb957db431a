ballast_embed_limits(ballast_venues binance)
target_sources(ballast_venues PRIVATE
  binance/account_codec.cpp
  binance/account_events.cpp
  binance/adapter.cpp
  binance/book_codec.cpp
  binance/caller.cpp
  binance/candle_codec.cpp
  binance/depth_book.cpp
  binance/fill_codec.cpp
  binance/listing.cpp
  binance/market_codec.cpp
  binance/order_codec.cpp
  binance/order_fates.cpp
  binance/order_report.cpp
  binance/order_targets.cpp
  binance/profile.cpp
  binance/replies.cpp
  binance/signer.cpp
  binance/stream_events.cpp
  binance/streams.cpp
  binance/targets.cpp
  binance/ticker_codec.cpp
  binance/trader.cpp
)
