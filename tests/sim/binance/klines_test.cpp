#include "tests/sim/binance/simulated_binance.hpp"

#include <cstdint>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class BinanceKlines : public simulated_binance {
protected:
  json rows(const std::string& query) {
    return get_json("/api/v3/klines?" + query);
  }
  static double number(const json& x) {
    return std::stod(x.get<std::string>());
  }
};

constexpr auto minute = std::int64_t{60'000};
/// Beginning of the minute that is running.
constexpr auto running = std::int64_t{1'790'000'017'250 / minute * minute};

TEST_F(BinanceKlines, AreTwelveMembersOldestFirstAndTheLastIsStillOpen) {
  const auto all = rows("symbol=BTCUSDT&interval=1m&limit=3");
  ASSERT_EQ(all.size(), 3U);
  for (auto i = std::size_t{0}; i < 3; ++i) {
    const auto& row = all[i];
    ASSERT_EQ(row.size(), 12U);
    EXPECT_EQ(row[0], running + (static_cast<std::int64_t>(i) - 2) * minute);
    EXPECT_EQ(row[6], row[0].get<std::int64_t>() + minute - 1);
    EXPECT_TRUE(row[8].is_number_integer());
    EXPECT_EQ(row[11], "0");
    // Eight digits after the point, always.
    for (const auto member : {1, 2, 3, 4, 5, 7, 9, 10}) {
      const auto text
        = row[static_cast<std::size_t>(member)].get<std::string>();
      EXPECT_EQ(text.size() - text.find('.'), 9U) << text;
    }
    EXPECT_LE(number(row[3]), number(row[1]));
    EXPECT_GE(number(row[2]), number(row[4]));
    EXPECT_LE(number(row[9]), number(row[5]));
  }
  EXPECT_GT(all[2][6], 1'790'000'017'250);
}

TEST_F(BinanceKlines, GrowWhileTheyAreOpenAndThenStayAsTheyAre) {
  const auto open = rows("symbol=BTCUSDT&interval=1m&limit=1")[0];
  pass(15s);
  const auto later = rows("symbol=BTCUSDT&interval=1m&limit=1")[0];
  EXPECT_EQ(open[0], later[0]);
  EXPECT_GT(number(later[5]), number(open[5]));
  pass(2min);
  const auto closed = rows("symbol=BTCUSDT&interval=1m&limit=1&startTime="
                           + std::to_string(running))[0];
  pass(1h);
  EXPECT_EQ(rows("symbol=BTCUSDT&interval=1m&limit=1&startTime="
                 + std::to_string(running))[0],
            closed);
}

TEST_F(BinanceKlines, FromAStartAreTheOldestFromThereAndBothEndsCount) {
  const auto from = running - 10 * minute;
  const auto begin
    = "symbol=BTCUSDT&interval=1m&startTime=" + std::to_string(from);
  EXPECT_EQ(rows(begin + "&limit=2")[0][0], from);
  const auto both
    = rows(begin + "&endTime=" + std::to_string(from + 2 * minute));
  ASSERT_EQ(both.size(), 3U);
  EXPECT_EQ(both[0][0], from);
  EXPECT_EQ(both[2][0], from + 2 * minute);
  // A start within a minute leaves that one out.
  EXPECT_EQ(rows("symbol=BTCUSDT&interval=1m&limit=1&startTime="
                 + std::to_string(from + 1))[0][0],
            from + minute);
}

TEST_F(BinanceKlines, UpToAnEndAloneAreTheNewestBeforeIt) {
  const auto all = rows("symbol=BTCUSDT&interval=1m&limit=2&endTime="
                        + std::to_string(running - 5 * minute));
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[1][0], running - 5 * minute);
}

TEST_F(BinanceKlines, AreFiveHundredUnlessAskedForAndAThousandAtTheMost) {
  EXPECT_EQ(rows("symbol=BTCUSDT&interval=1m").size(), 500U);
  EXPECT_EQ(rows("symbol=BTCUSDT&interval=1m&limit=5000").size(), 1'000U);
  EXPECT_EQ(error_of("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=0"),
            "400 -1130");
  EXPECT_EQ(error_of("/api/v3/klines?symbol=BTCUSDT&interval=1m&limit=x"),
            "400 -1100");
}

TEST_F(BinanceKlines, OfAMinuteAndOfAMonthDifferByALetter) {
  const auto months = rows("symbol=BTCUSDT&interval=1M&limit=2");
  ASSERT_EQ(months.size(), 2U);
  EXPECT_EQ(months[0][0], 1'785'542'400'000); // 2026-08-01
  EXPECT_EQ(months[1][0], 1'788'220'800'000); // 2026-09-01
  EXPECT_EQ(months[0][6], 1'788'220'799'999);
  EXPECT_EQ(error_of("/api/v3/klines?symbol=BTCUSDT&interval=1H"), "400 -1120");
}

TEST_F(BinanceKlines, OfAWeekBeginOnMonday) {
  const auto weeks = rows("symbol=BTCUSDT&interval=1w&limit=2");
  EXPECT_EQ(weeks[1][0], 1'789'948'800'000); // Monday, 2026-09-21
  EXPECT_EQ(weeks[0][0], 1'789'344'000'000);
}

TEST_F(BinanceKlines, OfShortIntervalsAddUpToLongerOnes) {
  const auto from = running / 3'600'000 * 3'600'000 - 3'600'000;
  const auto start = "&startTime=" + std::to_string(from);
  const auto minutes = rows("symbol=ETHBTC&interval=1m&limit=60" + start);
  const auto hour = rows("symbol=ETHBTC&interval=1h&limit=1" + start)[0];
  auto trades = 0;
  auto volume = 0.0;
  auto high = 0.0;
  for (const auto& x : minutes) {
    trades += x[8].get<int>();
    volume += number(x[5]);
    if (x[8] != 0)
      high = std::max(high, number(x[2]));
  }
  EXPECT_EQ(trades, hour[8].get<int>());
  EXPECT_NEAR(volume, number(hour[5]), 1e-6);
  EXPECT_EQ(high, number(hour[2]));
  EXPECT_EQ(minutes[0][1], hour[1]);
}

TEST_F(BinanceKlines, WithoutTradesStandStillAtTheLastPrice) {
  // Nothing trades every second here.
  auto quiet = 0;
  const auto all = rows("symbol=1INCHBTC&interval=1s&limit=1000");
  for (auto i = std::size_t{1}; i < all.size(); ++i) {
    if (all[i][8] != 0)
      continue;
    ++quiet;
    EXPECT_EQ(all[i][5], "0.00000000");
    for (const auto member : {1, 2, 3, 4})
      EXPECT_EQ(all[i][static_cast<std::size_t>(member)], all[i - 1][4]);
  }
  EXPECT_EQ(all.size(), 1'000U);
  EXPECT_GT(quiet, 0);
}

TEST_F(BinanceKlines, NeedASymbolAndAnInterval) {
  EXPECT_EQ(error_of("/api/v3/klines?interval=1m"), "400 -1102");
  EXPECT_EQ(error_of("/api/v3/klines?symbol=BTCUSDT"), "400 -1102");
  EXPECT_EQ(error_of("/api/v3/klines?symbol=btcusdt&interval=1m"), "400 -1121");
}

TEST_F(BinanceKlines, OfTimesThatAreNotAreNone) {
  EXPECT_EQ(rows("symbol=BTCUSDT&interval=1m&startTime=1890000000000").size(),
            0U);
  EXPECT_EQ(rows("symbol=BTCUSDT&interval=1m&startTime="
                 + std::to_string(running) + "&endTime=1")
              .size(),
            0U);
  const auto first = rows("symbol=BTCUSDT&interval=1d&startTime=0&limit=1");
  EXPECT_EQ(first[0][0], 1'503'014'400'000);
  EXPECT_EQ(
    rows("symbol=BTCUSDT&interval=1M&startTime=999999999999999999").size(), 0U);
}

} // namespace
} // namespace ballast::sim
