ballast_embed_limits(ballast_venues alpaca)
target_sources(ballast_venues PRIVATE
  alpaca/account_codec.cpp
  alpaca/account_stream.cpp
  alpaca/adapter.cpp
  alpaca/asset.cpp
  alpaca/asset_codec.cpp
  alpaca/book_codec.cpp
  alpaca/book_row.cpp
  alpaca/calendar_codec.cpp
  alpaca/candle_codec.cpp
  alpaca/credentials.cpp
  alpaca/fill_codec.cpp
  alpaca/names.cpp
  alpaca/order_codec.cpp
  alpaca/order_row.cpp
  alpaca/order_targets.cpp
  alpaca/profile.cpp
  alpaca/refusals.cpp
  alpaca/replies.cpp
  alpaca/session.cpp
  alpaca/stream.cpp
  alpaca/stream_codec.cpp
  alpaca/targets.cpp
  alpaca/ticker_codec.cpp
  alpaca/trader.cpp
)
