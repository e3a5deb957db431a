// What everybody may listen to at the simulated OKX.
#include "tests/sim/okx/okx_stream.hpp"

#include <map>
#include <set>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class OkxStream : public okx_stream {
protected:
  using side = std::map<double, std::string>;

  /// Applies rows to a side as a client does.
  static void apply(side& to, const nlohmann::json& rows) {
    for (const auto& row : rows) {
      const auto price = std::stod(row[0].get<std::string>());
      if (row[1] == "0")
        to.erase(price);
      else
        to[price] = row[1];
    }
  }
};

TEST_F(OkxStream, AcknowledgesEachArgumentByItself) {
  open("public");
  say(
    {{"id", "1512"},
     {"op", "subscribe"},
     {"args", json::array({{{"channel", "trades"}, {"instId", "BTC-USDT"}},
                           {{"channel", "trades"}, {"instId", "NO-SUCH"}},
                           {{"channel", "trades"}, {"instId", "ETH-USDT"}}})}});
  const auto all = heard();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0]["id"], "1512");
  EXPECT_EQ(all[0]["event"], "subscribe");
  EXPECT_EQ(all[0]["arg"],
            (json{{"channel", "trades"}, {"instId", "BTC-USDT"}}));
  EXPECT_EQ(all[0]["connId"].get<std::string>().size(), 8U);
  EXPECT_EQ(all[1]["event"], "error");
  EXPECT_EQ(all[1]["code"], "60018");
  EXPECT_EQ(all[2]["arg"]["instId"], "ETH-USDT");
}

TEST_F(OkxStream, KnowsAChannelOnItsOwnPathAlone) {
  const auto candle = json{{"channel", "candle1m"}, {"instId", "BTC-USDT"}};
  open("public");
  subscribe(candle);
  EXPECT_EQ(answer()["code"], "60018");
  subscribe({{"channel", "orders"}, {"instType", "SPOT"}});
  EXPECT_EQ(answer()["code"], "60018");
  open("business");
  subscribe(candle);
  const auto all = heard();
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0]["event"], "subscribe");
  EXPECT_EQ(all[1]["data"][0].size(), 9U);
  EXPECT_EQ(
    venue->open_stream({"GET", "", "/ws/v5/other", {}, {}}, now).index(), 1U);
}

TEST_F(OkxStream, SaysWhatItDoesNotUnderstand) {
  open("public");
  line->receive("{\"op\":", now);
  EXPECT_EQ(answer()["code"], "60012");
  say({{"op", "subscribe"}, {"argss", json::array()}});
  EXPECT_EQ(answer()["code"], "60012");
  say({{"op", "shout"}, {"args", json::array({json::object()})}});
  EXPECT_EQ(answer()["code"], "60019");
  EXPECT_FALSE(line->is_over());
}

TEST_F(OkxStream, TellsEachTradeOnce) {
  open("public");
  subscribe({{"channel", "trades"}, {"instId", "BTC-USDT"}});
  EXPECT_EQ(answer()["event"], "subscribe");
  const auto since = now.wall.time_since_epoch().count();
  const auto pushed = listen(20s);
  ASSERT_FALSE(pushed.empty());
  auto told = std::set<std::string>{};
  for (const auto& x : pushed) {
    EXPECT_EQ(x["arg"]["channel"], "trades");
    EXPECT_TRUE(told.insert(x["data"][0]["tradeId"]).second);
    EXPECT_EQ(x["data"][0]["count"], "1");
  }
  // They are the ones that market/trades lists.
  auto listed = std::set<std::string>{};
  for (const auto& x : data_of(ask("market/trades?instId=BTC-USDT&limit=500")))
    if (std::stoll(x["ts"].get<std::string>()) > since)
      listed.insert(x["tradeId"]);
  EXPECT_EQ(told, listed);
}

TEST_F(OkxStream, BooksGoOnWithoutAGapAndAgreeWithTheRestOfTheVenue) {
  open("public");
  subscribe({{"channel", "books"}, {"instId", "BTC-USDT"}});
  auto pushed = heard();
  ASSERT_EQ(pushed.size(), 2U);
  pushed.erase(pushed.begin());
  EXPECT_EQ(pushed[0]["action"], "snapshot");
  EXPECT_EQ(pushed[0]["data"][0]["asks"].size(), 400U);
  for (auto& x : listen(30s))
    pushed.push_back(std::move(x));
  ASSERT_GT(pushed.size(), 10U);
  auto last = std::int64_t{-1};
  auto bids = side{};
  auto asks = side{};
  for (const auto& x : pushed) {
    const auto& data = x["data"][0];
    EXPECT_EQ(data["prevSeqId"], last);
    EXPECT_EQ(data["checksum"], 0);
    last = data["seqId"];
    apply(bids, data["bids"]);
    apply(asks, data["asks"]);
  }
  const auto rest = data_of(ask("market/books?instId=BTC-USDT&sz=400"))[0];
  auto rest_bids = side{};
  auto rest_asks = side{};
  apply(rest_bids, rest["bids"]);
  apply(rest_asks, rest["asks"]);
  EXPECT_EQ(bids, rest_bids);
  EXPECT_EQ(asks, rest_asks);
}

TEST_F(OkxStream, ShortBooksAreAlwaysWhole) {
  open("public");
  subscribe({{"channel", "books5"}, {"instId", "BTC-USDT"}});
  subscribe({{"channel", "bbo-tbt"}, {"instId", "BTC-USDT"}});
  auto sizes = std::map<std::string, std::set<std::size_t>>{};
  for (const auto& x : listen(10s))
    if (x.contains("data")) {
      sizes[x["arg"]["channel"]].insert(x["data"][0]["bids"].size());
      EXPECT_TRUE(x["data"][0].contains("seqId"));
      EXPECT_FALSE(x["data"][0].contains("prevSeqId"));
    }
  EXPECT_EQ(sizes["books5"], (std::set<std::size_t>{5}));
  EXPECT_EQ(sizes["bbo-tbt"], (std::set<std::size_t>{1}));
}

TEST_F(OkxStream, TickersFollowWhatTrades) {
  open("public");
  subscribe({{"channel", "tickers"}, {"instId", "BTC-USDT"}});
  const auto pushed = listen(20s);
  ASSERT_GT(pushed.size(), 3U);
  const auto last = pushed.back()["data"][0];
  EXPECT_EQ(last["instType"], "SPOT");
  // A ticker knows all of its second.
  const auto second_of = [](const json& x) {
    return std::stoll(x["ts"].get<std::string>()) / 1000;
  };
  pass(2s);
  for (const auto& x : data_of(ask("market/trades?instId=BTC-USDT&limit=100")))
    if (second_of(x) <= second_of(last)) {
      EXPECT_EQ(last["last"], x["px"]);
      break;
    }
  EXPECT_LE(pushed.size(), 22U); // Not more than one a second.
}

TEST_F(OkxStream, CandlesCloseOnceAndAsTheyAreListed) {
  open("business");
  subscribe({{"channel", "candle1m"}, {"instId", "BTC-USDT"}});
  auto closed = std::vector<json>{};
  for (const auto& x : listen(125s))
    if (x.contains("data") && x["data"][0][8] == "1")
      closed.push_back(x["data"][0]);
  ASSERT_EQ(closed.size(), 2U);
  const auto listed
    = data_of(ask("market/candles?instId=BTC-USDT&bar=1m&limit=3"));
  EXPECT_EQ(closed[0], listed[2]);
  EXPECT_EQ(closed[1], listed[1]);
}

TEST_F(OkxStream, TellsWhenAnInstrumentTakesOnlyPostOnlyOrders) {
  open("public");
  subscribe({{"channel", "instruments"}, {"instType", "SPOT"}});
  EXPECT_EQ(answer()["event"], "subscribe");
  EXPECT_TRUE(listen(3s).empty());
  set_faults(R"([{"kind":"post_only","match":"BTC-USDT"}])");
  const auto pushed = listen(3s);
  ASSERT_EQ(pushed.size(), 1U);
  EXPECT_EQ(pushed[0]["data"][0]["state"], "post_only");
}

TEST_F(OkxStream, FallsSilentWhenUnsubscribed) {
  open("public");
  const auto topic = json{{"channel", "trades"}, {"instId", "BTC-USDT"}};
  subscribe(topic);
  EXPECT_FALSE(listen(10s).empty());
  say({{"op", "unsubscribe"}, {"args", json::array({topic})}});
  EXPECT_EQ(answer()["event"], "unsubscribe");
  EXPECT_TRUE(listen(10s).empty());
}

TEST_F(OkxStream, IsCutAfterThirtySecondsOfSilence) {
  open("public");
  pass(29s);
  line->receive("ping", now);
  EXPECT_EQ(line->due(now), std::vector<std::string>{"pong"});
  pass(30s);
  EXPECT_TRUE(heard().empty());
  EXPECT_FALSE(line->is_over());
  pass(1s);
  EXPECT_TRUE(heard().empty());
  EXPECT_TRUE(line->is_over());
}

TEST_F(OkxStream, TakesThreeConnectionsASecondAnd480RequestsAnHour) {
  for (auto i = 0; i < 3; ++i)
    open("public");
  const auto call = net::call{"GET", "", "/ws/v5/public", {}, {}};
  const auto refused = venue->open_stream(call, now);
  ASSERT_EQ(refused.index(), 1U);
  EXPECT_EQ(std::get<1>(refused).content.status, 429U);
  pass(1s);
  EXPECT_EQ(venue->open_stream(call, now).index(), 0U);
  for (auto i = 0; i < 480; ++i)
    subscribe({{"channel", "status"}});
  EXPECT_EQ(heard().size(), 480U);
  subscribe({{"channel", "status"}});
  EXPECT_EQ(answer()["code"], "60014");
}

} // namespace
} // namespace ballast::sim
