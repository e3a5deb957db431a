ballast_embed_limits(ballast_venues coinbase)
target_sources(ballast_venues PRIVATE
  coinbase/account_codec.cpp
  coinbase/adapter.cpp
  coinbase/book_codec.cpp
  coinbase/caller.cpp
  coinbase/candle_codec.cpp
  coinbase/fill_codec.cpp
  coinbase/key.cpp
  coinbase/order_codec.cpp
  coinbase/order_row.cpp
  coinbase/order_targets.cpp
  coinbase/order_words.cpp
  coinbase/placement_codec.cpp
  coinbase/product.cpp
  coinbase/product_codec.cpp
  coinbase/profile.cpp
  coinbase/replies.cpp
  coinbase/signer.cpp
  coinbase/stream.cpp
  coinbase/stream_codec.cpp
  coinbase/symbols.cpp
  coinbase/targets.cpp
  coinbase/trader.cpp
)
