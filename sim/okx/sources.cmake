ballast_embed_table(okx okx_instruments)
target_sources(ballast_sim PRIVATE
  okx/candles.cpp
  okx/exchange.cpp
  okx/instruments.cpp
  okx/market_data.cpp
  okx/order_json.cpp
  okx/private_feeds.cpp
  okx/public_feeds.cpp
  okx/replies.cpp
  okx/routes.cpp
  okx/session.cpp
  okx/signature_gate.cpp
  okx/simulator.cpp
  okx/trading.cpp
  okx/wallets.cpp
)
