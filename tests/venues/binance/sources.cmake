target_sources(venues_tests PRIVATE
  binance/account_codec_test.cpp
  binance/adapter_test.cpp
  binance/candle_codec_test.cpp
  binance/depth_book_test.cpp
  binance/limits_test.cpp
  binance/market_codec_test.cpp
  binance/mutation_test.cpp
  binance/order_codec_test.cpp
  binance/order_fates_test.cpp
  binance/replies_test.cpp
  binance/signer_test.cpp
  binance/streams_test.cpp
  binance/ticker_codec_test.cpp
  binance/trader_test.cpp
)
