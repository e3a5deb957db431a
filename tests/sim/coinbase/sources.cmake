target_sources(sim_tests PRIVATE
  coinbase/candles_test.cpp
  coinbase/currencies_test.cpp
  coinbase/faults_test.cpp
  coinbase/limits_test.cpp
  coinbase/market_stream_test.cpp
  coinbase/orders_test.cpp
  coinbase/products_test.cpp
  coinbase/recordings_test.cpp
  coinbase/token_maker.cpp
  coinbase/token_test.cpp
  coinbase/user_stream_test.cpp
  coinbase/wallets_test.cpp
)
