target_sources(venues_tests PRIVATE
  kraken/account_codec_test.cpp
  kraken/adapter_test.cpp
  kraken/candle_codec_test.cpp
  kraken/limits_test.cpp
  kraken/mutation_test.cpp
  kraken/names_test.cpp
  kraken/nonce_test.cpp
  kraken/order_codec_test.cpp
  kraken/order_forms_test.cpp
  kraken/pair_codec_test.cpp
  kraken/placement_test.cpp
  kraken/replies_test.cpp
  kraken/signer_test.cpp
  kraken/stream_book_test.cpp
  kraken/stream_test.cpp
  kraken/ticker_codec_test.cpp
)
