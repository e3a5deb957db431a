#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <algorithm>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class CoinbaseCandles : public simulated_coinbase {
protected:
  static std::string target(std::int64_t start, std::int64_t end,
                            const std::string& granularity,
                            const std::string& id = "BTC-USD") {
    return "/api/v3/brokerage/market/products/" + id
           + "/candles?start=" + std::to_string(start)
           + "&end=" + std::to_string(end) + "&granularity=" + granularity;
  }
  nlohmann::json candles(std::int64_t start, std::int64_t end,
                         const std::string& granularity) {
    return get_json(target(start, end, granularity))["candles"];
  }
  std::int64_t seconds_now() const {
    return std::chrono::floor<std::chrono::seconds>(now.wall.time_since_epoch())
      .count();
  }
};

std::int64_t start_of(const nlohmann::json& x) {
  return std::stoll(x["start"].get<std::string>());
}
double price(const nlohmann::json& x, const char* name) {
  return std::stod(x[name].get<std::string>());
}

TEST_F(CoinbaseCandles, ComeNewestFirstAsTextWithTheMembersInTheirOrder) {
  const auto reply = get(target(1'789'000'000, 1'789'003'600, "ONE_MINUTE"));
  ASSERT_EQ(reply.status, 200U);
  const auto body = nlohmann::ordered_json::parse(reply.body);
  ASSERT_GE(body["candles"].size(), 60U);
  auto before = std::int64_t{1'789'003'661};
  for (const auto& x : body["candles"]) {
    EXPECT_LT(start_of(x), before);
    before = start_of(x);
    EXPECT_EQ(before % 60, 0);
  }
  auto names = std::string{};
  for (const auto& [name, value] : body["candles"][0].items()) {
    EXPECT_TRUE(value.is_string());
    names += name + ' ';
  }
  EXPECT_EQ(names, "start low high open close volume ");
}

TEST_F(CoinbaseCandles, OfOneMinuteAddUpToThoseOfFive) {
  const auto start = std::int64_t{1'789'000'200};
  const auto small = candles(start, start + 299 * 60, "ONE_MINUTE");
  const auto big = candles(start, start + 299 * 60, "FIVE_MINUTE");
  ASSERT_EQ(big.size(), 60U);
  ASSERT_EQ(small.size(), 300U);
  for (auto i = std::size_t{0}; i < big.size(); ++i) {
    auto high = 0.0;
    auto low = 1e300;
    for (auto k = 5 * i; k < 5 * i + 5; ++k) {
      high = std::max(high, price(small[k], "high"));
      low = std::min(low, price(small[k], "low"));
    }
    EXPECT_EQ(price(big[i], "high"), high);
    EXPECT_EQ(price(big[i], "low"), low);
    EXPECT_EQ(big[i]["open"], small[5 * i + 4]["open"]);
    EXPECT_EQ(big[i]["close"], small[5 * i]["close"]);
  }
}

TEST_F(CoinbaseCandles, AreTheSameWhenAskedTwice) {
  const auto one = target(1'789'000'000, 1'789'003'600, "FIVE_MINUTE");
  const auto before = get(one).body;
  pass(1h);
  EXPECT_EQ(get(one).body, before);
}

TEST_F(CoinbaseCandles, AreServedFor349IntervalsAndNotFor350) {
  const auto start = std::int64_t{1'789'000'200};
  EXPECT_EQ(candles(start, start + 349 * 60, "ONE_MINUTE").size(), 350U);
  const auto reply = get(target(start, start + 350 * 60, "ONE_MINUTE"));
  ASSERT_EQ(reply.status, 400U);
  const auto body = nlohmann::json::parse(reply.body);
  EXPECT_EQ(body["error"], "INVALID_ARGUMENT");
  EXPECT_EQ(body["message"],
            "start and end argument is invalid - number of candles requested "
            "should be less than 350 ");
}

TEST_F(CoinbaseCandles, AreServedInEveryGranularityOfTheManual) {
  for (const auto& [name, width] :
       std::map<std::string, int>{{"ONE_MINUTE", 60},
                                  {"FIVE_MINUTE", 300},
                                  {"FIFTEEN_MINUTE", 900},
                                  {"THIRTY_MINUTE", 1'800},
                                  {"ONE_HOUR", 3'600},
                                  {"TWO_HOUR", 7'200},
                                  {"FOUR_HOUR", 14'400},
                                  {"SIX_HOUR", 21'600},
                                  {"ONE_DAY", 86'400}}) {
    const auto last = std::int64_t{20'700} * 86'400;
    const auto found = candles(last - 9 * width, last, name);
    ASSERT_EQ(found.size(), 10U) << name;
    EXPECT_EQ(start_of(found[0]), last);
    EXPECT_EQ(start_of(found[0]) - start_of(found[1]), width);
  }
}

TEST_F(CoinbaseCandles, KeepTheNewestUnderALimit) {
  const auto one = target(1'789'000'200, 1'789'006'200, "ONE_MINUTE");
  const auto all = get_json(one)["candles"];
  const auto few = get_json(one + "&limit=7")["candles"];
  ASSERT_EQ(few.size(), 7U);
  for (auto i = std::size_t{0}; i < 7; ++i)
    EXPECT_EQ(few[i], all[i]);
}

TEST_F(CoinbaseCandles, IncludeTheOpenBucketWhichMoves) {
  const auto hour = seconds_now() / 3'600 * 3'600;
  const auto before = candles(hour - 3'600, hour + 3'600, "ONE_HOUR");
  ASSERT_EQ(before.size(), 2U);
  EXPECT_EQ(start_of(before[0]), hour);
  pass(90s);
  const auto after = candles(hour - 3'600, hour + 3'600, "ONE_HOUR");
  EXPECT_EQ(after[1], before[1]);
  EXPECT_EQ(after[0]["open"], before[0]["open"]);
  EXPECT_NE(after[0], before[0]);
  EXPECT_GT(price(after[0], "volume"), price(before[0], "volume"));
}

TEST_F(CoinbaseCandles, OfAThinMarketLeaveOutBucketsWithoutTrades) {
  auto with_gaps = 0;
  for (const auto* id : {"00-USD", "1INCH-BTC", "ZRX-EUR", "ZEN-BTC"}) {
    const auto found
      = get_json(target(1'789'000'200, 1'789'006'200, "ONE_MINUTE", id));
    with_gaps += found["candles"].size() < 101 ? 1 : 0;
  }
  EXPECT_GT(with_gaps, 0);
}

TEST_F(CoinbaseCandles, OfAMirrorAreThoseOfItsBook) {
  EXPECT_EQ(
    get(target(1'789'000'200, 1'789'006'200, "ONE_MINUTE", "ETH-USDC")).body,
    get(target(1'789'000'200, 1'789'006'200, "ONE_MINUTE", "ETH-USD")).body);
}

TEST_F(CoinbaseCandles, AreTheSameOnTheAuthenticatedTwin) {
  auto twin = target(1'789'000'200, 1'789'006'200, "ONE_MINUTE");
  const auto open = get_json(twin);
  twin.erase(twin.find("market/"), 7);
  EXPECT_EQ(get_signed(twin), open);
  EXPECT_EQ(get(twin).status, 401U);
}

TEST_F(CoinbaseCandles, OfAnUnknownProductAreNotFound) {
  const auto reply
    = get(target(1'789'000'200, 1'789'006'200, "ONE_MINUTE", "NO-ONE"));
  EXPECT_EQ(reply.status, 404U);
  EXPECT_EQ(nlohmann::json::parse(reply.body)["error"], "NOT_FOUND");
}

TEST_F(CoinbaseCandles, AreRefusedForABrokenQuestion) {
  const auto path
    = std::string{"/api/v3/brokerage/market/products/BTC-USD/candles"};
  for (const auto* query :
       {"", "?end=1789000000&granularity=ONE_MINUTE",
        "?start=1789000000&granularity=ONE_MINUTE",
        "?start=1789000000&end=1789000060",
        "?start=1789000000&end=1789000060&granularity=1m",
        "?start=1789000060&end=1789000000&granularity=ONE_MINUTE",
        "?start=x&end=1789000000&granularity=ONE_MINUTE",
        "?start=-60&end=60&granularity=ONE_MINUTE",
        "?start=1789000000&end=1789000060&granularity=ONE_MINUTE&limit=351",
        "?start=1789000000&end=99999999999999999999&granularity=ONE_DAY"}) {
    const auto reply = get(path + query);
    ASSERT_EQ(reply.status, 400U) << query;
    EXPECT_EQ(nlohmann::json::parse(reply.body)["error"], "INVALID_ARGUMENT");
  }
}

} // namespace
} // namespace ballast::sim
