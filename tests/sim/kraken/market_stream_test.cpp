// Kraken's public channels, driven at given instants.
#include "tests/sim/kraken/stream_client.hpp"
#include "venues/kraken/stream_book.hpp"

#include <algorithm>
#include <array>
#include <cstdio>
#include <map>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

using KrakenMarketStream = kraken_stream;

TEST_F(KrakenMarketStream, SaysItsStatusFirst) {
  const auto client = connect();
  const auto first = hear(*client);
  ASSERT_EQ(first.size(), 1U);
  EXPECT_EQ(first[0]["channel"], "status");
  EXPECT_EQ(first[0]["data"][0]["system"], "online");
  // No signed number holds it.
  EXPECT_GT(first[0]["data"][0]["connection_id"].get<std::uint64_t>(),
            std::uint64_t{1} << 63U);
  EXPECT_EQ(connect("/"), nullptr);
}

TEST_F(KrakenMarketStream, TellsWhenTheEngineChangesItsState) {
  const auto client = connect();
  hear(*client);
  set_faults(R"([{"kind":"post_only"}])");
  const auto next = hear(*client);
  ASSERT_EQ(next.size(), 1U);
  EXPECT_EQ(next[0]["data"][0]["system"], "post_only");
  EXPECT_TRUE(hear(*client).empty());
}

TEST_F(KrakenMarketStream, AnswersEachSymbolOfARequestForItself) {
  const auto client = connect();
  hear(*client);
  const auto heard = ask_stream(
    *client, R"({"method":"subscribe","req_id":7,"params":{"channel":"ticker",)"
             R"("symbol":["BTC/USD","XBT/USD","ETH/EUR"]}})");
  auto answers = std::vector<json>{};
  for (const auto& x : heard)
    if (x.contains("method"))
      answers.push_back(x);
  ASSERT_EQ(answers.size(), 3U);
  for (const auto& x : answers)
    EXPECT_EQ(x["req_id"], 7);
  EXPECT_EQ(answers[0]["result"],
            json::parse(R"({"channel":"ticker","event_trigger":"trades",)"
                        R"("snapshot":true,"symbol":"BTC/USD"})"));
  EXPECT_EQ(answers[1]["success"], false);
  EXPECT_EQ(answers[1]["error"], "Currency pair not supported XBT/USD");
  EXPECT_EQ(answers[2]["success"], true);
  const auto tickers = of_channel(heard, "ticker");
  ASSERT_EQ(tickers.size(), 2U);
  EXPECT_EQ(tickers[0]["type"], "snapshot");
}

TEST_F(KrakenMarketStream, TheTickerFollowsTheTrades) {
  const auto client = connect();
  hear(*client);
  client->receive(R"({"method":"subscribe","params":{"channel":"trade",)"
                  R"("symbol":["BTC/USD"]}})",
                  now);
  client->receive(R"({"method":"subscribe","params":{"channel":"ticker",)"
                  R"("symbol":["BTC/USD"]}})",
                  now);
  const auto heard = listen(*client, 30s);
  const auto trades = of_channel(heard, "trade");
  const auto tickers = of_channel(heard, "ticker");
  ASSERT_GT(trades.size(), 5U);
  // The snapshot of the ticker comes on top.
  ASSERT_EQ(tickers.size(), trades.size() + 1);
  for (auto i = std::size_t{0}; i < trades.size(); ++i) {
    const auto& ticker = tickers[i + 1]["data"][0];
    EXPECT_EQ(ticker["last"], trades[i]["data"].back()["price"]);
    EXPECT_LT(ticker["bid"].get<double>(), ticker["ask"].get<double>());
    EXPECT_LE(ticker["low"].get<double>(), ticker["last"].get<double>());
    EXPECT_GE(ticker["high"].get<double>(), ticker["last"].get<double>());
  }
  auto ids = std::vector<std::int64_t>{};
  for (const auto& message : trades)
    for (const auto& x : message["data"])
      ids.push_back(x["trade_id"].get<std::int64_t>());
  EXPECT_TRUE(std::is_sorted(ids.begin(), ids.end()));
  EXPECT_EQ(std::adjacent_find(ids.begin(), ids.end()), ids.end());
}

/// The digits of a number that the sum is made of.
std::string digits_of(double x, int decimals) {
  auto text = std::array<char, 64>{};
  std::snprintf(text.data(), text.size(), "%.*f", decimals, x);
  auto result = std::string{text.data()};
  std::erase(result, '.');
  return result.substr(result.find_first_not_of('0'));
}

TEST_F(KrakenMarketStream, ABookThatAClientKeepsHasTheChecksum) {
  const auto client = connect();
  hear(*client);
  client->receive(R"({"method":"subscribe","params":{"channel":"book",)"
                  R"("depth":25,"symbol":["BTC/USD"]}})",
                  now);
  const auto books = of_channel(listen(*client, 60s), "book");
  ASSERT_GT(books.size(), 30U);
  EXPECT_EQ(books[0]["type"], "snapshot");
  EXPECT_EQ(books[0]["data"][0]["bids"].size(), 25U);
  auto sides = std::array<std::map<double, double>, 2>{}; // Asks, then bids.
  for (const auto& message : books) {
    const auto& data = message["data"][0];
    auto text = std::string{};
    for (auto i = std::size_t{0}; i < 2; ++i) {
      const auto sign = i == 0 ? 1 : -1;
      auto& side = sides[i];
      for (const auto& x : data[i == 0 ? "asks" : "bids"]) {
        const auto price = sign * x["price"].get<double>();
        if (x["qty"] == 0.0)
          side.erase(price);
        else
          side[price] = x["qty"].get<double>();
      }
      while (side.size() > 25)
        side.erase(std::prev(side.end()));
      auto place = 0;
      for (const auto& [price, quantity] : side)
        if (place++ < 10)
          text += digits_of(sign * price, 1) + digits_of(quantity, 8);
    }
    ASSERT_EQ(data["checksum"].get<std::uint64_t>(),
              venues::kraken::crc32(text));
  }
}

TEST_F(KrakenMarketStream, CandlesAreThoseOfRest) {
  const auto client = connect();
  hear(*client);
  client->receive(R"({"method":"subscribe","params":{"channel":"ohlc",)"
                  R"("interval":1,"symbol":["BTC/USD"]}})",
                  now);
  const auto candles = of_channel(listen(*client, 125s), "ohlc");
  ASSERT_GT(candles.size(), 20U);
  EXPECT_EQ(candles[0]["type"], "snapshot");
  EXPECT_GT(candles[0]["data"].size(), 90U);
  auto closes = std::map<std::string, double>{};
  for (const auto& message : candles)
    for (const auto& x : message["data"])
      closes[x["interval_begin"].get<std::string>()] = x["close"].get<double>();
  const auto rows = get_result("/0/public/OHLC?pair=XBTUSD")["XXBTZUSD"];
  // The last row runs, the one before it has been over since the last look.
  const auto& closed = rows[rows.size() - 2];
  ASSERT_GE(closes.size(), 2U);
  EXPECT_EQ(std::prev(closes.end(), 2)->second,
            std::stod(closed[4].get<std::string>()));
}

TEST_F(KrakenMarketStream, TakesOneIntervalASymbol) {
  const auto client = connect();
  hear(*client);
  const auto subscribe = [&](int interval) {
    return ask_stream(*client,
                      R"({"method":"subscribe","params":{"channel":"ohlc",)"
                      R"("symbol":["BTC/USD"],"interval":)"
                        + std::to_string(interval) + "}}")[0];
  };
  EXPECT_EQ(subscribe(3)["error"], "Subscription ohlc interval not supported");
  EXPECT_EQ(subscribe(5)["success"], true);
  EXPECT_EQ(subscribe(1)["error"],
            "Already subscribed to one ohlc interval on this symbol");
}

TEST_F(KrakenMarketStream, SaysNothingMoreOnceUnsubscribed) {
  const auto client = connect();
  hear(*client);
  client->receive(R"({"method":"subscribe","params":{"channel":"book",)"
                  R"("symbol":["BTC/USD"]}})",
                  now);
  EXPECT_FALSE(of_channel(listen(*client, 3s), "book").empty());
  const auto answer = ask_stream(
    *client, R"({"method":"unsubscribe","params":{"channel":"book",)"
             R"("symbol":["BTC/USD"]}})");
  ASSERT_EQ(answer.size(), 1U);
  EXPECT_EQ(answer[0]["result"],
            json::parse(R"({"channel":"book","depth":10,"snapshot":true,)"
                        R"("symbol":"BTC/USD"})"));
  EXPECT_TRUE(listen(*client, 5s).empty());
  EXPECT_EQ(ask_stream(*client,
                       R"({"method":"unsubscribe","params":{"channel":"book",)"
                       R"("symbol":["BTC/USD"]}})")[0]["success"],
            false);
}

TEST_F(KrakenMarketStream, ListsItsInstrumentsAndWhatBecomesOfThem) {
  const auto client = connect();
  hear(*client);
  const auto heard = ask_stream(
    *client, R"({"method":"subscribe","params":{"channel":"instrument"}})");
  ASSERT_EQ(heard.size(), 2U);
  const auto& pairs = heard[1]["data"]["pairs"];
  const auto bitcoin = std::find_if(pairs.begin(), pairs.end(), [](auto& x) {
    return x["symbol"] == "BTC/USD";
  });
  ASSERT_NE(bitcoin, pairs.end());
  EXPECT_EQ((*bitcoin)["price_increment"], 0.1);
  EXPECT_EQ((*bitcoin)["qty_increment"], 1e-8);
  EXPECT_EQ((*bitcoin)["status"], "online");
  set_faults(R"([{"kind":"delist","match":"XXBTZUSD"}])");
  const auto updates = of_channel(listen(*client, 2s), "instrument");
  ASSERT_EQ(updates.size(), 1U);
  EXPECT_EQ(updates[0]["data"]["pairs"].size(), 1U);
  EXPECT_EQ(updates[0]["data"]["pairs"][0]["status"], "delisted");
}

TEST_F(KrakenMarketStream, BeatsEverySecondOfSilenceOnceSubscribed) {
  const auto client = connect();
  hear(*client);
  EXPECT_TRUE(listen(*client, 5s).empty()) << "no subscription, no heartbeat";
  client->receive(R"({"method":"subscribe","params":{"channel":"instrument",)"
                  R"("snapshot":false}})",
                  now);
  hear(*client);
  const auto heard = listen(*client, 10s);
  EXPECT_EQ(heard.size(), 10U);
  EXPECT_EQ(of_channel(heard, "heartbeat").size(), heard.size());
}

TEST_F(KrakenMarketStream, AnswersPingsAndRefusesWhatItDoesNotKnow) {
  const auto client = connect();
  hear(*client);
  const auto pong = ask_stream(*client, R"({"method":"ping","req_id":101})")[0];
  EXPECT_EQ(pong["method"], "pong");
  EXPECT_EQ(pong["req_id"], 101);
  EXPECT_TRUE(pong.contains("time_out"));
  for (const auto* const text :
       {"", "[]", "{\"method\":7}", "{\"method\":\"dance\"}", "\xff{"})
    EXPECT_EQ(ask_stream(*client, text)[0]["error"], "Malformed request");
  EXPECT_EQ(ask_stream(*client, R"({"method":"subscribe","params":)"
                                R"({"channel":"weather"}})")[0]["error"],
            "Subscription name invalid");
  EXPECT_EQ(ask_stream(*client,
                       R"({"method":"subscribe","params":)"
                       R"({"channel":"book","symbol":"BTC/USD"}})")[0]["error"],
            "Pair field must be an array");
  EXPECT_EQ(
    ask_stream(*client,
               R"({"method":"subscribe","params":{"depth":11,)"
               R"("channel":"book","symbol":["BTC/USD"]}})")[0]["error"],
    "Subscription depth not supported");
}

TEST_F(KrakenMarketStream, ClosesAConnectionThatNobodyUses) {
  const auto client = connect();
  listen(*client, 50s);
  client->receive(R"({"method":"ping"})", now);
  listen(*client, 50s);
  EXPECT_FALSE(client->is_over());
  listen(*client, 11s);
  EXPECT_TRUE(client->is_over());
}

TEST_F(KrakenMarketStream, LimitsHowOftenOneAddressConnects) {
  for (auto i = 0; i < 150; ++i)
    ASSERT_NE(connect(), nullptr);
  EXPECT_EQ(connect(), nullptr);
  EXPECT_EQ(venue->stats().over_limit, 1U);
  pass(10min);
  EXPECT_NE(connect(), nullptr);
}

} // namespace
} // namespace ballast::sim
