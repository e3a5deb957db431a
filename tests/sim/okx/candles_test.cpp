#include "tests/sim/okx/simulated_okx.hpp"

namespace ballast::sim {
namespace {

class OkxCandles : public simulated_okx {
protected:
  json rows(const std::string& query) {
    return get_data("market/candles?instId=BTC-USDT&" + query);
  }
  static std::int64_t start_of(const json& row) {
    return std::stoll(row[0].get<std::string>());
  }
};

TEST_F(OkxCandles, AreNineTextsNewestFirstAndTheFirstIsRunning) {
  const auto all = rows("bar=1m&limit=3");
  ASSERT_EQ(all.size(), 3U);
  for (const auto& row : all) {
    ASSERT_EQ(row.size(), 9U);
    for (const auto& member : row)
      EXPECT_TRUE(member.is_string());
  }
  EXPECT_EQ(start_of(all[0]), 1'790'000'022'250 / 60'000 * 60'000);
  EXPECT_EQ(start_of(all[1]), start_of(all[0]) - 60'000);
  EXPECT_EQ(all[0][8], "0");
  EXPECT_EQ(all[1][8], "1");
}

TEST_F(OkxCandles, AfterMeansOlderAndBeforeMeansNewer) {
  const auto all = rows("bar=1m&limit=5");
  const auto middle = all[2][0].get<std::string>();
  const auto older = rows("bar=1m&limit=2&after=" + middle);
  ASSERT_EQ(older.size(), 2U);
  EXPECT_EQ(older[0], all[3]);
  EXPECT_EQ(older[1], all[4]);
  const auto newer = rows("bar=1m&before=" + middle);
  ASSERT_EQ(newer.size(), 2U);
  EXPECT_EQ(newer[1], all[1]);
  const auto between = rows("bar=1m&before=" + all[4][0].get<std::string>()
                            + "&after=" + all[1][0].get<std::string>());
  ASSERT_EQ(between.size(), 2U);
  EXPECT_EQ(between[0], all[2]);
}

TEST_F(OkxCandles, BeforeAloneGivesTheNewestRows) {
  const auto newest = rows("bar=1m&limit=2&before=1500000000000");
  EXPECT_EQ(newest[0][8], "0");
}

TEST_F(OkxCandles, AreAHundredUnlessAskedForAndThreeHundredAtMost) {
  EXPECT_EQ(rows("bar=1m").size(), 100U);
  EXPECT_EQ(rows("bar=1m&limit=300").size(), 300U);
  EXPECT_EQ(error_of("market/candles?instId=BTC-USDT&limit=301"), "400 51000");
}

TEST_F(OkxCandles, EndAtTheLatest1440WhereHistoryGoesOn) {
  const auto end = 1'790'000'000'000 / 60'000 * 60'000 - 1'440 * 60'000;
  const auto after = "&bar=1m&limit=5&after=" + std::to_string(end);
  EXPECT_TRUE(get_data("market/candles?instId=BTC-USDT" + after).empty());
  EXPECT_EQ(get_data("market/history-candles?instId=BTC-USDT" + after).size(),
            5U);
}

TEST_F(OkxCandles, OfADayBeginInHongKongUnlessUtcIsSaid) {
  EXPECT_EQ(start_of(rows("bar=1D&limit=1")[0]), 1'789'920'000'000);
  EXPECT_EQ(start_of(rows("bar=1Dutc&limit=1")[0]), 1'789'948'800'000);
  EXPECT_EQ(start_of(rows("bar=1Mutc&limit=1")[0]), 1'788'220'800'000);
  EXPECT_EQ(start_of(rows("bar=1M&limit=1")[0]), 1'788'192'000'000);
  EXPECT_EQ(start_of(rows("bar=1Wutc&limit=1")[0]), 1'789'948'800'000);
}

TEST_F(OkxCandles, KnowTheirBarsByTheLetter) {
  EXPECT_EQ(error_of("market/candles?instId=BTC-USDT&bar=1h"), "400 51000");
  EXPECT_EQ(error_of("market/candles?instId=BTC-USDT&bar=1s"), "400 51000");
  EXPECT_EQ(
    get_data("market/history-candles?instId=BTC-USDT&bar=1s&limit=9").size(),
    9U);
  EXPECT_EQ(error_of("market/candles?instId=NO-PE"), "200 51001");
  EXPECT_EQ(error_of("market/candles"), "400 50014");
}

TEST_F(OkxCandles, OfMinutesAddUpToTheHour) {
  pass(std::chrono::hours{1});
  const auto hour = rows("bar=1H&limit=2")[1];
  const auto begin = start_of(hour);
  const auto minutes
    = rows("bar=1m&limit=60&after=" + std::to_string(begin + 3'600'000));
  auto volume = 0.0;
  for (const auto& x : minutes)
    volume += std::stod(x[5].get<std::string>());
  ASSERT_EQ(start_of(minutes.back()), begin);
  EXPECT_NEAR(volume, std::stod(hour[5].get<std::string>()), 1e-6);
  EXPECT_EQ(minutes.front()[4], hour[4]);
  EXPECT_EQ(minutes.back()[1], hour[1]);
}

} // namespace
} // namespace ballast::sim
