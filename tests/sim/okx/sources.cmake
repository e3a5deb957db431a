target_sources(sim_tests PRIVATE
  okx/candles_test.cpp
  okx/limits_test.cpp
  okx/market_data_test.cpp
  okx/orders_test.cpp
  okx/private_stream_test.cpp
  okx/private_test.cpp
  okx/stream_test.cpp
)
