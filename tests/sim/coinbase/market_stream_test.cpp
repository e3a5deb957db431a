// Coinbase's public channels, driven at given instants.
#include "tests/sim/coinbase/stream_client.hpp"

#include <map>
#include <set>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

using CoinbaseMarketStream = coinbase_stream;

TEST_F(CoinbaseMarketStream, NumbersAllMessagesOfAConnectionFromZero) {
  const auto client = connect();
  auto all = subscribe(*client, "heartbeats");
  for (const auto* name : {"ticker", "level2", "market_trades"})
    for (auto& x : subscribe(*client, name, {"BTC-USD"}))
      all.push_back(std::move(x));
  for (auto& x : listen(*client, 10s))
    all.push_back(std::move(x));
  ASSERT_GT(all.size(), 30U);
  for (auto i = std::size_t{0}; i < all.size(); ++i)
    ASSERT_EQ(all[i]["sequence_num"], i) << all[i].dump().substr(0, 100);
  const auto other = connect();
  EXPECT_EQ(subscribe(*other, "heartbeats")[0]["sequence_num"], 0)
    << "each connection counts for itself";
}

TEST_F(CoinbaseMarketStream, AcknowledgesWithTheWholeSetAfterTheSnapshot) {
  const auto client = connect();
  subscribe(*client, "heartbeats");
  const auto heard = subscribe(*client, "ticker", {"BTC-USD", "ETH-USD"});
  ASSERT_EQ(heard.size(), 3U);
  EXPECT_EQ(heard[0]["channel"], "ticker");
  EXPECT_EQ(heard[0]["events"][0]["type"], "snapshot");
  EXPECT_EQ(heard[2]["channel"], "subscriptions");
  EXPECT_EQ(heard[2]["events"][0]["subscriptions"],
            json::parse(R"({"heartbeats":["heartbeats"],)"
                        R"("ticker":["BTC-USD","ETH-USD"]})"));
  const auto fewer = ask_stream(*client, "unsubscribe", "ticker", {"BTC-USD"});
  EXPECT_EQ(fewer[0]["events"][0]["subscriptions"]["ticker"],
            json::parse(R"(["ETH-USD"])"));
  for (const auto& x : of_channel(listen(*client, 10s), "ticker"))
    EXPECT_EQ(x["events"][0]["tickers"][0]["product_id"], "ETH-USD");
  ask_stream(*client, "unsubscribe", "ticker");
  const auto none = ask_stream(*client, "unsubscribe", "heartbeats");
  EXPECT_EQ(none[0]["events"][0]["subscriptions"], json::object());
  EXPECT_TRUE(listen(*client, 10s).empty());
}

TEST_F(CoinbaseMarketStream, BeatsEverySecond) {
  const auto client = connect();
  subscribe(*client, "heartbeats");
  const auto beats = of_channel(listen(*client, 10s), "heartbeats");
  ASSERT_EQ(beats.size(), 10U);
  EXPECT_EQ(beats[9]["events"][0]["heartbeat_counter"].get<int>()
              - beats[0]["events"][0]["heartbeat_counter"].get<int>(),
            9);
}

TEST_F(CoinbaseMarketStream, TheTickerFollowsTheTrades) {
  const auto client = connect();
  subscribe(*client, "ticker", {"BTC-USD"});
  subscribe(*client, "market_trades", {"BTC-USD"});
  const auto heard = listen(*client, 30s);
  const auto tickers = of_channel(heard, "ticker");
  const auto trades = of_channel(heard, "market_trades");
  ASSERT_GT(tickers.size(), 10U);
  ASSERT_GT(trades.size(), 10U);
  auto prices = std::set<std::string>{};
  auto ids = std::set<std::string>{};
  for (const auto& message : trades) {
    const auto& rows = message["events"][0]["trades"];
    for (auto i = std::size_t{1}; i < rows.size(); ++i)
      EXPECT_GE(rows[i - 1]["time"], rows[i]["time"]) << "newest first";
    for (const auto& x : rows) {
      prices.insert(x["price"].get<std::string>());
      EXPECT_TRUE(ids.insert(x["trade_id"].get<std::string>()).second);
    }
  }
  // Trades leave in batches, so that the last of them may be on its way.
  for (auto i = std::size_t{0}; i + 3 < tickers.size(); ++i) {
    const auto& x = tickers[i]["events"][0]["tickers"][0];
    EXPECT_TRUE(prices.contains(x["price"].get<std::string>()));
    EXPECT_LT(std::stod(x["best_bid"].get<std::string>()),
              std::stod(x["best_ask"].get<std::string>()));
    EXPECT_LE(std::stod(x["low_52_w"].get<std::string>()),
              std::stod(x["low_24_h"].get<std::string>()));
  }
}

TEST_F(CoinbaseMarketStream, TheBatchedTickerComesEveryFiveSeconds) {
  const auto client = connect();
  const auto first = subscribe(*client, "ticker_batch", {"BTC-USD"});
  EXPECT_FALSE(first[0]["events"][0]["tickers"][0].contains("best_bid"));
  const auto batches = of_channel(listen(*client, 30s), "ticker_batch");
  EXPECT_GE(batches.size(), 5U);
  EXPECT_LE(batches.size(), 6U);
}

TEST_F(CoinbaseMarketStream, ABookThatAClientKeepsIsTheOneOfRest) {
  const auto client = connect();
  auto books = of_channel(subscribe(*client, "level2", {"BTC-USD"}), "l2_data");
  ASSERT_EQ(books.size(), 1U);
  EXPECT_EQ(books[0]["events"][0]["type"], "snapshot");
  for (auto& x : of_channel(listen(*client, 60s), "l2_data"))
    books.push_back(std::move(x));
  ASSERT_GT(books.size(), 30U);
  auto bids = std::map<double, std::string>{};
  auto asks = std::map<double, std::string>{};
  for (const auto& message : books)
    for (const auto& x : message["events"][0]["updates"]) {
      ASSERT_TRUE(x["side"] == "bid" || x["side"] == "offer");
      auto& side = x["side"] == "bid" ? bids : asks;
      const auto price = std::stod(x["price_level"].get<std::string>());
      if (x["new_quantity"] == "0")
        side.erase(price);
      else
        side[price] = x["new_quantity"].get<std::string>();
    }
  EXPECT_EQ(bids.size(), 250U);
  EXPECT_EQ(asks.size(), 250U);
  const auto rest = get_json(
    "/api/v3/brokerage/market/product_book?product_id=BTC-USD&limit=20");
  auto bid = bids.rbegin();
  for (const auto& x : rest["pricebook"]["bids"]) {
    EXPECT_EQ(std::stod(x["price"].get<std::string>()), bid->first);
    EXPECT_EQ(x["size"], bid->second);
    ++bid;
  }
  auto ask = asks.begin();
  for (const auto& x : rest["pricebook"]["asks"]) {
    EXPECT_EQ(std::stod(x["price"].get<std::string>()), ask->first);
    EXPECT_EQ(x["size"], ask->second);
    ++ask;
  }
}

TEST_F(CoinbaseMarketStream, CandlesAreFiveMinutesLongAndThoseOfRest) {
  const auto client = connect();
  auto candles
    = of_channel(subscribe(*client, "candles", {"BTC-USD"}), "candles");
  ASSERT_EQ(candles.size(), 1U);
  EXPECT_EQ(candles[0]["events"][0]["candles"].size(), 100U);
  for (auto& x : of_channel(listen(*client, 610s), "candles"))
    candles.push_back(std::move(x));
  auto closes = std::map<std::int64_t, json>{};
  for (const auto& message : candles)
    for (const auto& x : message["events"][0]["candles"])
      closes[std::stoll(x["start"].get<std::string>())] = x;
  const auto second = now.wall.time_since_epoch() / 1s;
  const auto start = second - second % 300 - 300;
  const auto rest
    = get_json("/api/v3/brokerage/market/products/BTC-USD/candles?granularity="
               "FIVE_MINUTE&start="
               + std::to_string(start) + "&end=" + std::to_string(start));
  ASSERT_EQ(rest["candles"].size(), 1U);
  for (const auto* name : {"open", "high", "low", "close", "volume"})
    EXPECT_EQ(closes[start][name], rest["candles"][0][name]) << name;
}

TEST_F(CoinbaseMarketStream, TellsAMirrorUnderTheNameOfItsBook) {
  const auto client = connect();
  const auto heard = subscribe(*client, "ticker", {"BTC-USDC"});
  EXPECT_EQ(heard[0]["events"][0]["tickers"][0]["product_id"], "BTC-USD");
  EXPECT_FALSE(of_channel(listen(*client, 5s), "ticker").empty());
  ask_stream(*client, "unsubscribe", "ticker", {"BTC-USDC"});
  EXPECT_TRUE(of_channel(listen(*client, 5s), "ticker").empty());
}

TEST_F(CoinbaseMarketStream, TellsWhatBecomesOfProducts) {
  const auto client = connect();
  const auto heard = subscribe(*client, "status", {"BTC-USD"});
  ASSERT_EQ(heard[0]["events"][0]["products"].size(), 1U);
  EXPECT_EQ(heard[0]["events"][0]["products"][0]["status"], "online");
  set_faults(R"([{"kind":"delist","match":"BTC-USD"}])");
  const auto later = of_channel(listen(*client, 6s), "status");
  ASSERT_EQ(later.size(), 1U);
  EXPECT_EQ(later[0]["events"][0]["products"][0]["status"], "delisted");
}

TEST_F(CoinbaseMarketStream, ClosesWhoDoesNotSubscribeWithinFiveSeconds) {
  const auto silent = connect();
  const auto speaks = connect();
  listen(*silent, 4s);
  EXPECT_FALSE(silent->is_over());
  subscribe(*speaks, "heartbeats");
  listen(*silent, 1s);
  listen(*speaks, 1s);
  EXPECT_TRUE(silent->is_over());
  EXPECT_FALSE(speaks->is_over());
}

TEST_F(CoinbaseMarketStream, ClosesAConnectionThatIsSilentForLong) {
  const auto client = connect();
  subscribe(*client, "heartbeats");
  ask_stream(*client, "unsubscribe", "heartbeats");
  listen(*client, 60s);
  EXPECT_FALSE(client->is_over());
  listen(*client, 30s);
  EXPECT_TRUE(client->is_over());
}

TEST_F(CoinbaseMarketStream, RefusesInWordsWithoutANumber) {
  const auto client = connect();
  for (const auto* const text : {"", "[1]", "\xff", R"({"type":"dance"})"}) {
    client->receive(text, now);
    const auto heard = hear(*client);
    ASSERT_EQ(heard.size(), 1U);
    EXPECT_EQ(heard[0]["type"], "error");
    EXPECT_FALSE(heard[0].contains("channel"));
  }
  EXPECT_EQ(subscribe(*client, "weather")[0]["type"], "error");
  EXPECT_EQ(subscribe(*client, "ticker")[0]["type"], "error");
  EXPECT_EQ(subscribe(*client, "ticker", {"NO-SUCH"})[0]["type"], "error");
  EXPECT_EQ(subscribe(*client, "heartbeats")[0]["sequence_num"], 0);
}

TEST_F(CoinbaseMarketStream, LimitsMessagesWithoutATokenAndConnections) {
  const auto client = connect();
  for (auto i = 0; i < 8; ++i)
    EXPECT_EQ(subscribe(*client, "heartbeats")[0]["channel"], "subscriptions");
  EXPECT_EQ(subscribe(*client, "heartbeats")[0],
            json::parse(R"({"type":"error","message":"rate limit exceeded"})"));
  EXPECT_EQ(
    subscribe(*client, "heartbeats", {}, stream_token(master))[0]["channel"],
    "subscriptions")
    << "who shows a token is not limited";
  for (auto i = 0; i < 7; ++i)
    EXPECT_NE(connect(), nullptr);
  EXPECT_EQ(connect(), nullptr);
  EXPECT_EQ(venue->stats().over_limit, 2U);
  pass(1s);
  EXPECT_NE(connect(), nullptr);
}

} // namespace
} // namespace ballast::sim
