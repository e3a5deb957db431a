#include "tests/sim/binance/simulated_binance.hpp"

#include <vector>

namespace ballast::sim {
namespace {

class BinanceTickers : public simulated_binance {};
class BinanceBooks : public simulated_binance {};
class BinanceTrades : public simulated_binance {};

TEST_F(BinanceTickers, OfTheDayHaveTheMembersRecorded) {
  const auto x = body_of<nlohmann::ordered_json>(
    get("/api/v3/ticker/24hr?symbol=BTCUSDT"));
  auto names = std::vector<std::string>{};
  for (const auto& [name, value] : x.items())
    names.push_back(name);
  EXPECT_EQ(names, (std::vector<std::string>{
                     "symbol",           "priceChange",    "priceChangePercent",
                     "weightedAvgPrice", "prevClosePrice", "lastPrice",
                     "lastQty",          "bidPrice",       "bidQty",
                     "askPrice",         "askQty",         "openPrice",
                     "highPrice",        "lowPrice",       "volume",
                     "quoteVolume",      "openTime",       "closeTime",
                     "firstId",          "lastId",         "count"}));
  EXPECT_EQ(x["closeTime"], 1'790'000'017'250);
  EXPECT_EQ(x["openTime"], 1'790'000'017'250 - 86'400'000);
  EXPECT_GT(x["count"], 1'000);
}

TEST_F(BinanceTickers, OfAllAreOneCall) {
  const auto all = get_json("/api/v3/ticker/24hr?symbolStatus=TRADING");
  EXPECT_EQ(all.size(), 1'248U);
  EXPECT_EQ(get_json("/api/v3/ticker/price").size(), 1'248U);
  EXPECT_EQ(get_json("/api/v3/ticker/bookTicker").size(), 1'248U);
}

TEST_F(BinanceTickers, AgreeWithEachOtherAndWithTheCandle) {
  const auto day = get_json("/api/v3/ticker/24hr?symbol=ETHUSDT");
  const auto price = get_json("/api/v3/ticker/price?symbol=ETHUSDT");
  const auto book = get_json("/api/v3/ticker/bookTicker?symbol=ETHUSDT");
  const auto candle
    = get_json("/api/v3/klines?symbol=ETHUSDT&interval=1m&limit=1")[0];
  EXPECT_EQ(day["lastPrice"], price["price"]);
  EXPECT_EQ(day["bidPrice"], book["bidPrice"]);
  EXPECT_EQ(day["askQty"], book["askQty"]);
  EXPECT_EQ(candle[4], price["price"]);
  EXPECT_LT(std::stod(book["bidPrice"].get<std::string>()),
            std::stod(book["askPrice"].get<std::string>()));
}

TEST_F(BinanceTickers, OfOneAreAnObjectAndOfSeveralAList) {
  EXPECT_TRUE(get_json("/api/v3/ticker/price?symbol=BTCUSDT").is_object());
  const auto list
    = get_json("/api/v3/ticker/24hr?type=MINI&symbols=[\"BTCUSDT\"]");
  ASSERT_TRUE(list.is_array());
  EXPECT_EQ(list[0].size(), 12U);
  EXPECT_FALSE(list[0].contains("bidPrice"));
  EXPECT_EQ(error_of("/api/v3/ticker/24hr?symbol=NOPE"), "400 -1121");
  EXPECT_EQ(error_of("/api/v3/ticker/24hr?type=HUGE"), "400 -1130");
}

TEST_F(BinanceTickers, OfAWindowCoverItAlone) {
  const auto hour = get_json("/api/v3/ticker?symbol=BTCUSDT&windowSize=1h");
  EXPECT_EQ(hour["openTime"], 1'790'000'017'250 - 3'600'000);
  const auto day = get_json("/api/v3/ticker/tradingDay?symbol=BTCUSDT");
  EXPECT_EQ(day["openTime"], 1'789'948'800'000);
  EXPECT_EQ(day["closeTime"], 1'789'948'800'000 + 86'399'999);
  EXPECT_GT(day["count"], hour["count"]);
  EXPECT_EQ(error_of("/api/v3/ticker?symbol=BTCUSDT&windowSize=60m"),
            "400 -1130");
  EXPECT_EQ(error_of("/api/v3/ticker"), "400 -1102");
}

TEST_F(BinanceTickers, OfFiveMinutesAreTheirAverage) {
  const auto x = get_json("/api/v3/avgPrice?symbol=BTCUSDT");
  EXPECT_EQ(x["mins"], 5);
  EXPECT_EQ(x["closeTime"], 1'790'000'017'250);
}

TEST_F(BinanceBooks, RunAwayFromTheMarketOnBothSides) {
  const auto book = get_json("/api/v3/depth?symbol=BTCUSDT&limit=20");
  ASSERT_EQ(book["bids"].size(), 20U);
  ASSERT_EQ(book["asks"].size(), 20U);
  const auto price
    = [](const json& row) { return std::stod(row[0].get<std::string>()); };
  EXPECT_LT(price(book["bids"][0]), price(book["asks"][0]));
  for (auto i = std::size_t{1}; i < 20; ++i) {
    EXPECT_GT(price(book["bids"][i - 1]), price(book["bids"][i]));
    EXPECT_LT(price(book["asks"][i - 1]), price(book["asks"][i]));
  }
  EXPECT_TRUE(book["lastUpdateId"].is_number_integer());
}

TEST_F(BinanceBooks, AreAHundredDeepUnlessAskedForAndFiveThousandAtMost) {
  const auto deep = [&](const std::string& limit) {
    return get_json("/api/v3/depth?symbol=BTCUSDT" + limit)["asks"].size();
  };
  EXPECT_EQ(deep(""), 100U);
  EXPECT_EQ(deep("&limit=7"), 7U);
  EXPECT_EQ(deep("&limit=9000"), 5'000U);
  EXPECT_EQ(error_of("/api/v3/depth?symbol=BTCUSDT&limit=0"), "400 -1130");
  EXPECT_EQ(error_of("/api/v3/depth"), "400 -1102");
}

TEST_F(BinanceTrades, AreOldestFirstWithRisingIds) {
  const auto all = get_json("/api/v3/trades?symbol=BTCUSDT&limit=50");
  ASSERT_EQ(all.size(), 50U);
  for (auto i = std::size_t{1}; i < all.size(); ++i)
    EXPECT_LT(all[i - 1]["id"], all[i]["id"]);
  EXPECT_EQ(all[0].size(), 7U);
  EXPECT_LE(all.back()["time"], 1'790'000'017'999);
}

TEST_F(BinanceTrades, AddUpToTheCandleOfTheirMinute) {
  pass(std::chrono::minutes{2});
  const auto from = std::int64_t{1'790'000'040'000};
  const auto trades = get_json(
    "/api/v3/aggTrades?symbol=BTCUSDT&limit=1000&startTime="
    + std::to_string(from) + "&endTime=" + std::to_string(from + 59'999));
  const auto candle
    = get_json("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=1&startTime="
               + std::to_string(from))[0];
  auto volume = 0.0;
  for (const auto& x : trades)
    volume += std::stod(x["q"].get<std::string>());
  EXPECT_GT(volume, 0);
  EXPECT_NEAR(volume, std::stod(candle[5].get<std::string>()), 1e-6);
  EXPECT_EQ(trades.back()["p"], candle[4]);
}

TEST_F(BinanceTrades, GoOnFromAnId) {
  const auto all = get_json("/api/v3/aggTrades?symbol=BTCUSDT&limit=10");
  const auto next = get_json("/api/v3/aggTrades?symbol=BTCUSDT&limit=3&fromId="
                             + all[4]["a"].dump());
  ASSERT_EQ(next.size(), 3U);
  EXPECT_EQ(next[0], all[4]);
}

TEST(BinanceAnswers, FollowFromTheSeedAlone) {
  const auto body = [](std::uint64_t seed) {
    const auto venue = *make_binance({.seed = seed});
    return venue
      ->arrive({"GET", "", "/api/v3/ticker/24hr?symbol=BTCUSDT", {}, ""},
               {time_point{}, unix_time{std::chrono::hours{500'000}}})
      .content.body;
  };
  EXPECT_EQ(body(7), body(7));
  EXPECT_NE(body(7), body(8));
}

} // namespace
} // namespace ballast::sim
