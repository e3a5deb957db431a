target_sources(sim_tests PRIVATE
  binance/faults_test.cpp
  binance/klines_test.cpp
  binance/limits_test.cpp
  binance/market_data_test.cpp
  binance/orders_test.cpp
  binance/signature_test.cpp
  binance/stream_test.cpp
  binance/symbols_test.cpp
  binance/user_stream_test.cpp
  binance/wallets_test.cpp
)
