ballast_embed_limits(ballast_venues okx)
target_sources(ballast_venues PRIVATE
  okx/account_codec.cpp
  okx/adapter.cpp
  okx/book_codec.cpp
  okx/caller.cpp
  okx/candle_codec.cpp
  okx/desk.cpp
  okx/envelope.cpp
  okx/fates.cpp
  okx/instrument.cpp
  okx/instrument_codec.cpp
  okx/market_rows.cpp
  okx/order_answers.cpp
  okx/order_codec.cpp
  okx/order_posts.cpp
  okx/order_rows.cpp
  okx/order_targets.cpp
  okx/profile.cpp
  okx/replies.cpp
  okx/signer.cpp
  okx/status_codec.cpp
  okx/stream.cpp
  okx/stream_reading.cpp
  okx/symbols.cpp
  okx/targets.cpp
  okx/ticker_codec.cpp
)
