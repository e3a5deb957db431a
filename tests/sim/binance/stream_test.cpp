// The market streams of the simulated Binance.
#include "tests/sim/binance/binance_stream.hpp"

#include <cmath>
#include <map>
#include <set>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class BinanceStream : public binance_stream {
protected:
  using side = std::map<double, std::string>;

  static void apply(side& to, const nlohmann::json& rows) {
    for (const auto& row : rows) {
      const auto price = std::stod(row[0].get<std::string>());
      if (std::stod(row[1].get<std::string>()) == 0)
        to.erase(price);
      else
        to[price] = row[1];
    }
  }
  /// The best so many levels, with what is far from the middle left out.
  static side near(const side& all, double middle, double width) {
    auto result = side{};
    for (const auto& [price, size] : all)
      if (std::abs(price - middle) < width)
        result[price] = size;
    return result;
  }
};

TEST_F(BinanceStream, SubscribesListsAndUnsubscribesById) {
  open("/ws");
  say({{"method", "SUBSCRIBE"},
       {"params", {"btcusdt@aggTrade", "btcusdt@depth"}},
       {"id", 1}});
  EXPECT_EQ(answer(), (json{{"result", nullptr}, {"id", 1}}));
  say({{"method", "UNSUBSCRIBE"}, {"params", {"btcusdt@depth"}}, {"id", "x"}});
  EXPECT_EQ(answer(), (json{{"result", nullptr}, {"id", "x"}}));
  say({{"method", "LIST_SUBSCRIPTIONS"}, {"id", 3}});
  EXPECT_EQ(answer(), (json{{"result", {"btcusdt@aggTrade"}}, {"id", 3}}));
  for (const auto& x : listen(5s))
    EXPECT_EQ(x["e"], "aggTrade");
}

TEST_F(BinanceStream, SaysWhatItDoesNotUnderstand) {
  const auto code = [&](const std::string& text) {
    pass(1s);
    line->receive(text, now);
    return answer()["error"]["code"].get<int>();
  };
  open("/ws");
  EXPECT_EQ(code("{"), 3);
  EXPECT_EQ(code(R"({"id":1})"), 2);
  EXPECT_EQ(code(R"({"method":"SHOUT","id":1})"), 2);
  EXPECT_EQ(code(R"({"method":"SUBSCRIBE","params":[1],"id":1})"), 2);
  EXPECT_EQ(code(R"({"method":"SUBSCRIBE","params":["a@b"],"id":[]})"), 2);
  EXPECT_EQ(code(R"({"method":"GET_PROPERTY","params":["x"],"id":1})"), 0);
  EXPECT_EQ(code(R"({"method":"SET_PROPERTY","params":["combined",1],"id":1})"),
            1);
  EXPECT_FALSE(line->is_over());
}

TEST_F(BinanceStream, NamesTheStreamWhereThatIsAskedFor) {
  open("/stream?streams=btcusdt@bookTicker/ethusdt@bookTicker");
  auto names = std::set<std::string>{};
  for (const auto& x : heard()) {
    names.insert(x["stream"]);
    EXPECT_EQ(x["data"].size(), 6U);
  }
  EXPECT_EQ(
    names, (std::set<std::string>{"btcusdt@bookTicker", "ethusdt@bookTicker"}));
  open("/ws/btcusdt@bookTicker");
  EXPECT_EQ(answer()["s"], "BTCUSDT");
  say({{"method", "SET_PROPERTY"}, {"params", {"combined", true}}, {"id", 5}});
  EXPECT_TRUE(answer()["result"].is_null());
  for (const auto& x : listen(5s))
    EXPECT_EQ(x["stream"], "btcusdt@bookTicker");
}

TEST_F(BinanceStream, SendsNothingOfWhatDoesNotExist) {
  open("/stream?streams=!ticker@arr/BTCUSDT@trade/nosuch@trade/btcusdt@x");
  EXPECT_TRUE(listen(5s).empty());
  EXPECT_FALSE(line->is_over());
  EXPECT_EQ(venue->open_stream({"GET", "", "/other", {}, {}}, now).index(), 1U);
}

TEST_F(BinanceStream, TellsEachTradeOnce) {
  open("/ws/btcusdt@trade");
  auto told = std::set<std::int64_t>{};
  for (const auto& x : listen(20s)) {
    EXPECT_EQ(x["e"], "trade");
    EXPECT_TRUE(told.insert(x["t"].get<std::int64_t>()).second);
  }
  ASSERT_FALSE(told.empty());
  auto listed = std::set<std::int64_t>{};
  for (const auto& x : get_json("/api/v3/trades?symbol=BTCUSDT&limit=1000"))
    if (x["id"] >= *told.begin())
      listed.insert(x["id"].get<std::int64_t>());
  EXPECT_EQ(told, listed);
}

TEST_F(BinanceStream, ChangesOfABookJoinTheSnapshot) {
  open("/ws/btcusdt@depth@100ms");
  auto events = listen(5s);
  const auto snapshot = get_json("/api/v3/depth?symbol=BTCUSDT&limit=1000");
  for (auto& x : listen(20s))
    events.push_back(std::move(x));
  ASSERT_GT(events.size(), 10U);
  auto bids = side{};
  auto asks = side{};
  apply(bids, snapshot["bids"]);
  apply(asks, snapshot["asks"]);
  auto known = snapshot["lastUpdateId"].get<std::int64_t>();
  auto before = std::int64_t{0};
  for (const auto& x : events) {
    EXPECT_EQ(x["e"], "depthUpdate");
    EXPECT_TRUE(before == 0 || x["U"] == before + 1) << x["U"];
    before = x["u"];
    if (x["u"] <= known)
      continue;
    EXPECT_LE(x["U"], known + 1);
    apply(bids, x["b"]);
    apply(asks, x["a"]);
    known = x["u"];
  }
  const auto after = get_json("/api/v3/depth?symbol=BTCUSDT&limit=100");
  auto rest_bids = side{};
  auto rest_asks = side{};
  apply(rest_bids, after["bids"]);
  apply(rest_asks, after["asks"]);
  const auto middle = rest_asks.begin()->first;
  const auto width = 50.0;
  EXPECT_FALSE(near(rest_bids, middle, width).empty());
  EXPECT_EQ(near(bids, middle, width), near(rest_bids, middle, width));
  EXPECT_EQ(near(asks, middle, width), near(rest_asks, middle, width));
}

TEST_F(BinanceStream, PartialBooksAreWholeAndNameless) {
  open("/stream?streams=btcusdt@depth5/btcusdt@depth20@100ms/btcusdt@depth7");
  auto sizes = std::map<std::string, std::set<std::size_t>>{};
  for (const auto& x : listen(3s)) {
    sizes[x["stream"]].insert(x["data"]["bids"].size());
    EXPECT_EQ(x["data"].size(), 3U);
  }
  EXPECT_EQ(sizes.size(), 2U);
  EXPECT_EQ(sizes["btcusdt@depth5"], (std::set<std::size_t>{5}));
  EXPECT_EQ(sizes["btcusdt@depth20@100ms"], (std::set<std::size_t>{20}));
}

TEST_F(BinanceStream, CandlesCloseOnceAndAsTheyAreListed) {
  open("/ws/btcusdt@kline_1m");
  auto closed = std::vector<json>{};
  for (const auto& x : listen(125s))
    if (x["k"]["x"] == true)
      closed.push_back(x["k"]);
  ASSERT_EQ(closed.size(), 2U);
  const auto listed
    = get_json("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=3");
  for (auto i = std::size_t{0}; i < 2; ++i) {
    const auto& row = listed[i];
    EXPECT_EQ(closed[i]["t"], row[0]);
    EXPECT_EQ(closed[i]["T"], row[6]);
    EXPECT_EQ(closed[i]["o"], row[1]);
    EXPECT_EQ(closed[i]["h"], row[2]);
    EXPECT_EQ(closed[i]["l"], row[3]);
    EXPECT_EQ(closed[i]["c"], row[4]);
    EXPECT_EQ(closed[i]["v"], row[5]);
    EXPECT_EQ(closed[i]["n"], row[8]);
    EXPECT_EQ(closed[i]["V"], row[9]);
  }
}

TEST_F(BinanceStream, TickersFollowWhatTrades) {
  open("/stream?streams=btcusdt@ticker/btcusdt@miniTicker");
  auto last = std::map<std::string, json>{};
  auto count = 0;
  for (const auto& x : listen(20s)) {
    last[x["data"]["e"]] = x["data"];
    ++count;
  }
  EXPECT_GT(count, 6);
  EXPECT_LE(count, 42); // Each at most once a second.
  EXPECT_EQ(last["24hrTicker"].size(), 23U);
  EXPECT_EQ(last["24hrMiniTicker"].size(), 9U);
  EXPECT_EQ(last["24hrTicker"]["c"], last["24hrMiniTicker"]["c"]);
}

TEST_F(BinanceStream, TheListOfTickersHasOnlyWhatTraded) {
  open("/ws/!miniTicker@arr");
  const auto all = listen(2s);
  ASSERT_EQ(all.size(), 2U);
  const auto symbols = get_json("/api/v3/ticker/price").size();
  EXPECT_GT(all[0].size(), 10U);
  EXPECT_LT(all[0].size(), symbols);
  EXPECT_EQ(all[0][0]["e"], "24hrMiniTicker");
}

TEST_F(BinanceStream, CutsOffWhoSendsMoreThanFiveMessagesASecond) {
  open("/ws");
  const auto list = json{{"method", "LIST_SUBSCRIPTIONS"}, {"id", 1}};
  for (auto i = 0; i < 5; ++i)
    say(list);
  EXPECT_EQ(heard().size(), 5U);
  EXPECT_FALSE(line->is_over());
  say(list);
  EXPECT_TRUE(heard().empty());
  EXPECT_TRUE(line->is_over());
}

TEST_F(BinanceStream, CarriesUpTo1024Streams) {
  auto names = json::array();
  for (auto i = 0; i < 1'024; ++i)
    names.push_back("x" + std::to_string(i) + "@trade");
  open("/ws");
  say({{"method", "SUBSCRIBE"}, {"params", names}, {"id", 1}});
  EXPECT_TRUE(answer()["result"].is_null());
  say({{"method", "SUBSCRIBE"}, {"params", {"btcusdt@trade"}}, {"id", 2}});
  EXPECT_EQ(answer()["error"]["code"], 2);
}

TEST_F(BinanceStream, EndsAfterADayAndSaysSoBefore) {
  open("/ws");
  pass(24h - 61s);
  EXPECT_TRUE(heard().empty());
  pass(1s);
  EXPECT_EQ(answer()["e"], "serverShutdown");
  pass(59s);
  EXPECT_TRUE(heard().empty());
  EXPECT_FALSE(line->is_over());
  pass(1s);
  EXPECT_TRUE(heard().empty());
  EXPECT_TRUE(line->is_over());
}

} // namespace
} // namespace ballast::sim
