ballast_embed_table(kraken kraken_pairs)
target_sources(ballast_sim PRIVATE
  kraken/account_channels.cpp
  kraken/depth.cpp
  kraken/exchange.cpp
  kraken/figures.cpp
  kraken/instrument_channel.cpp
  kraken/keys.cpp
  kraken/market_channels.cpp
  kraken/market_data.cpp
  kraken/ohlc.cpp
  kraken/order_lists.cpp
  kraken/order_text.cpp
  kraken/pairs.cpp
  kraken/rate_counts.cpp
  kraken/replies.cpp
  kraken/session_tokens.cpp
  kraken/signature_gate.cpp
  kraken/simulator.cpp
  kraken/stream.cpp
  kraken/stream_text.cpp
  kraken/ticker_json.cpp
  kraken/trading.cpp
  kraken/wallets.cpp
)
