target_sources(invented_tests PRIVATE
  tests/tidewater/adapter_test.cpp
  tests/tidewater/check_test.cpp
  tests/tidewater/codec_test.cpp
  tests/tidewater/exchange_test.cpp
  tests/tidewater/mutation_test.cpp
  tests/tidewater/node_test.cpp
)
