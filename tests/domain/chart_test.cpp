#include "domain/chart.hpp"
#include "tests/domain/candle_series.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

namespace ballast {
namespace {

using namespace std::chrono_literals;

TEST(Chart, IsReadyWithNinetyClosedCandlesAndNotWithOneLess) {
  const auto all = test::walk(1, 90);
  auto x = chart{5min};
  for (std::size_t i = 0; i < 89; ++i)
    EXPECT_EQ(x.add(all[i]), chart_news::taken);
  EXPECT_FALSE(x.view().ready());
  x.add(all[89]);
  EXPECT_TRUE(x.view().ready());
  EXPECT_EQ(x.view().last, all[89]);
  EXPECT_EQ(x.view().before_last, all[88]);
}

TEST(Chart, ShowsTheSameHoweverOftenItIsLookedAt) {
  const auto all = test::walk(3, 400);
  auto always = chart{5min};
  auto seldom = chart{5min};
  std::mt19937 dice{1};
  auto looks = 0;
  for (const auto& bar : all) {
    always.add(bar);
    seldom.add(bar);
    const auto& whole = always.view();
    if (dice() % 5 != 0)
      continue;
    const auto& some = seldom.view();
    ASSERT_EQ(some.closed, whole.closed);
    EXPECT_EQ(some.last, whole.last);
    EXPECT_EQ(some.before_last, whole.before_last);
    if (!whole.ready())
      continue;
    EXPECT_EQ(some.now, whole.now) << whole.closed;
    EXPECT_EQ(some.before, whole.before) << whole.closed;
    ++looks;
  }
  EXPECT_GT(looks, 30);
}

TEST(Chart, HasValuesForBothOfItsLastCandlesOnceItIsReady) {
  auto x = chart{5min};
  for (const auto& bar : test::walk(2, 90))
    x.add(bar);
  for (const auto& r : {x.view().now, x.view().before})
    for (const auto value : {r.ema_9, r.ema_21, r.ema_50, r.vwap.value_or(0),
                             r.rsi_9, r.rsi_14, r.adx, r.atr, r.volume_mean,
                             r.swing_low, r.channel_high, r.channel_low})
      EXPECT_GT(value, 0);
}

TEST(Chart, LooksAtNoOpenCandle) {
  auto x = chart{5min};
  auto bar = test::flat_candle(0, 10);
  bar.closed = false;
  EXPECT_EQ(x.add(bar), chart_news::open);
  EXPECT_EQ(x.view().closed, 0U);
}

TEST(Chart, TakesEachCandleOnceAndInOrder) {
  auto x = chart{5min};
  x.add(test::flat_candle(5, 10));
  EXPECT_EQ(x.add(test::flat_candle(5, 11)), chart_news::out_of_order);
  EXPECT_EQ(x.add(test::flat_candle(4, 11)), chart_news::out_of_order);
  EXPECT_EQ(x.view().closed, 1U);
  EXPECT_EQ(x.view().last.close, 10);
  EXPECT_EQ(x.add(test::flat_candle(9, 11)), chart_news::taken)
    << "a gap is no candle";
}

TEST(Chart, LeavesOutAnUnusableCandleAndRemembersItUntilTheNext) {
  auto x = chart{5min};
  x.add(test::flat_candle(0, 10));
  auto bar = test::flat_candle(1, 10);
  bar.close = std::nan("");
  EXPECT_EQ(x.add(bar), chart_news::unusable);
  EXPECT_TRUE(x.view().broken);
  EXPECT_EQ(x.view().closed, 1U);
  x.add(test::flat_candle(2, 10));
  EXPECT_FALSE(x.view().broken);
}

TEST(Chart, ComparesACandleWithTheChannelBeforeIt) {
  auto x = chart{5min};
  for (std::size_t i = 0; i < 100; ++i)
    x.add(test::flat_candle(i, 10));
  x.add(test::flat_candle(100, 12));
  EXPECT_EQ(x.view().now.channel_high, 10);
  EXPECT_EQ(x.view().now.swing_low, 10);
  x.add(test::flat_candle(101, 8));
  EXPECT_EQ(x.view().now.channel_high, 12);
  EXPECT_EQ(x.view().now.channel_low, 10);
  EXPECT_EQ(x.view().now.swing_low, 8) << "its own low is a swing already";
}

TEST(Chart, CountsAgeFromTheEndOfItsNewestCandle) {
  auto x = chart{5min};
  x.add(test::flat_candle(0, 10));
  EXPECT_EQ(x.view().age(test::series_start + 5min), 0ms);
  EXPECT_EQ(x.view().age(test::series_start + 7min), 2min);
}

TEST(Candle, IsUnusableWhereItsFiguresCannotBe) {
  const auto refuses = [](auto change) {
    auto x = test::flat_candle(0, 10);
    x.high = 11;
    x.low = 9;
    change(x);
    return !is_usable(x);
  };
  EXPECT_FALSE(refuses([](auto&) {}));
  EXPECT_FALSE(refuses([](auto& x) { x.volume = 0; }));
  EXPECT_TRUE(refuses([](auto& x) { x.volume = -1; }));
  EXPECT_TRUE(refuses([](auto& x) { x.volume = 1e26; }));
  EXPECT_TRUE(refuses([](auto& x) { x.low = 0; }));
  EXPECT_TRUE(refuses([](auto& x) { x.low = 10.5; }));
  EXPECT_TRUE(refuses([](auto& x) { x.high = 9.5; }));
  EXPECT_TRUE(refuses([](auto& x) { x.open = 12; }));
  EXPECT_TRUE(refuses([](auto& x) { x.close = 8; }));
  EXPECT_TRUE(refuses([](auto& x) { x.high = 1e16; }));
  for (const auto bad : {std::numeric_limits<double>::quiet_NaN(),
                         std::numeric_limits<double>::infinity()})
    for (auto member : {&candle::open, &candle::high, &candle::low,
                        &candle::close, &candle::volume})
      EXPECT_TRUE(refuses([&](auto& x) { x.*member = bad; }));
}

} // namespace
} // namespace ballast
