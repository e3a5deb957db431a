target_sources(sim_tests PRIVATE
  kraken/account_stream_test.cpp
  kraken/call_signer.cpp
  kraken/faults_test.cpp
  kraken/limits_test.cpp
  kraken/market_stream_test.cpp
  kraken/nonce_test.cpp
  kraken/ohlc_test.cpp
  kraken/orders_test.cpp
  kraken/pairs_test.cpp
  kraken/rate_counts_test.cpp
  kraken/signature_test.cpp
  kraken/ticker_test.cpp
  kraken/wallets_test.cpp
)
