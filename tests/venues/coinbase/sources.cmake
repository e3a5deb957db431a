target_sources(venues_tests PRIVATE
  coinbase/account_codec_test.cpp
  coinbase/adapter_test.cpp
  coinbase/candle_codec_test.cpp
  coinbase/limits_test.cpp
  coinbase/mutation_test.cpp
  coinbase/order_codec_test.cpp
  coinbase/placement_test.cpp
  coinbase/product_codec_test.cpp
  coinbase/replies_test.cpp
  coinbase/signer_test.cpp
  coinbase/stream_test.cpp
  coinbase/symbols_test.cpp
  coinbase/token.cpp
  coinbase/trader_test.cpp
)
