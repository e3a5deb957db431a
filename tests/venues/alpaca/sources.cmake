target_sources(venues_tests PRIVATE
  alpaca/account_codec_test.cpp
  alpaca/adapter_test.cpp
  alpaca/asset_codec_test.cpp
  alpaca/candle_codec_test.cpp
  alpaca/credentials_test.cpp
  alpaca/limits_test.cpp
  alpaca/mutation_test.cpp
  alpaca/names_test.cpp
  alpaca/orders_test.cpp
  alpaca/replies_test.cpp
  alpaca/session_test.cpp
  alpaca/stream_test.cpp
  alpaca/ticker_codec_test.cpp
)
