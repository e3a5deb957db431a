ballast_embed_table(coinbase coinbase_products)
target_sources(ballast_sim PRIVATE
  coinbase/candles.cpp
  coinbase/currencies.cpp
  coinbase/exchange.cpp
  coinbase/keys.cpp
  coinbase/market_channels.cpp
  coinbase/market_data.cpp
  coinbase/order_lists.cpp
  coinbase/order_text.cpp
  coinbase/product_json.cpp
  coinbase/products.cpp
  coinbase/replies.cpp
  coinbase/simulator.cpp
  coinbase/status_channel.cpp
  coinbase/stream.cpp
  coinbase/token_gate.cpp
  coinbase/trading.cpp
  coinbase/user_channel.cpp
  coinbase/wallets.cpp
)
