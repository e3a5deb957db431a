ballast_embed_table(binance binance_symbols)
target_sources(ballast_sim PRIVATE
  binance/address_limits.cpp
  binance/api_session.cpp
  binance/exchange.cpp
  binance/figures.cpp
  binance/keys.cpp
  binance/klines.cpp
  binance/market_data.cpp
  binance/market_feeds.cpp
  binance/market_session.cpp
  binance/order_entry.cpp
  binance/order_json.cpp
  binance/parameters.cpp
  binance/replies.cpp
  binance/routes.cpp
  binance/signature_gate.cpp
  binance/simulator.cpp
  binance/symbols.cpp
  binance/trading.cpp
  binance/user_events.cpp
  binance/wallets.cpp
)
