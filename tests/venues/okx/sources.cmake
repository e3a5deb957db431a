target_sources(venues_tests PRIVATE
  okx/account_codec_test.cpp
  okx/adapter_test.cpp
  okx/candle_codec_test.cpp
  okx/desk_test.cpp
  okx/fates_test.cpp
  okx/instrument_codec_test.cpp
  okx/limits_test.cpp
  okx/mutation_test.cpp
  okx/replies_test.cpp
  okx/signer_test.cpp
  okx/status_codec_test.cpp
  okx/stream_test.cpp
  okx/symbols_test.cpp
  okx/ticker_codec_test.cpp
)
