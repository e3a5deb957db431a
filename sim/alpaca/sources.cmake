ballast_embed_table(alpaca alpaca_crypto)
ballast_embed_table(alpaca alpaca_stocks)
target_sources(ballast_sim PRIVATE
  alpaca/assets.cpp
  alpaca/data_channel.cpp
  alpaca/data_query.cpp
  alpaca/data_stream.cpp
  alpaca/desk_news.cpp
  alpaca/exchange.cpp
  alpaca/figures_json.cpp
  alpaca/history.cpp
  alpaca/keys.cpp
  alpaca/market_data.cpp
  alpaca/order_desk.cpp
  alpaca/order_form.cpp
  alpaca/order_json.cpp
  alpaca/order_lists.cpp
  alpaca/order_stream.cpp
  alpaca/order_updates.cpp
  alpaca/replies.cpp
  alpaca/sessions.cpp
  alpaca/simulator.cpp
  alpaca/tape.cpp
  alpaca/timeframe.cpp
  alpaca/wallets.cpp
)
