target_sources(sim_tests PRIVATE
  alpaca/account_test.cpp
  alpaca/assets_test.cpp
  alpaca/bars_test.cpp
  alpaca/data_stream_test.cpp
  alpaca/dialect_test.cpp
  alpaca/gate_test.cpp
  alpaca/latest_test.cpp
  alpaca/limits_test.cpp
  alpaca/order_stream_test.cpp
  alpaca/orders_test.cpp
  alpaca/sessions_test.cpp
)
