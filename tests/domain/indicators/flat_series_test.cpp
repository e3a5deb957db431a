// What holds of indicators whatever the prices: of a price that never moves, of
// prices in other units, and that nothing is ever infinite or no number.
#include "domain/indicators/direction.hpp"
#include "domain/indicators/levels.hpp"
#include "domain/indicators/momentum.hpp"
#include "domain/indicators/volatility.hpp"
#include "tests/domain/candle_series.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <map>
#include <string>

namespace ballast::indicators {
namespace {

/// All indicators over one series.
struct all_of_them {
  sma simple{20};
  ema exponential{21};
  wilder_mean wilder{14};
  rsi strength{14};
  macd convergence;
  atr range{14};
  bollinger_bands bands{20, 2};
  adx direction{14};
  vwap mean_price;
  donchian channel{20};

  void add(const candle& x) {
    simple.add(x.close);
    exponential.add(x.close);
    wilder.add(x.close);
    strength.add(x.close);
    convergence.add(x.close);
    range.add(x);
    bands.add(x.close);
    direction.add(x);
    mean_price.add(x);
    channel.add(x);
  }
  /// Those in units of the price.
  std::map<std::string, double> prices() const {
    std::map<std::string, double> result;
    if (simple.ready())
      result["SMA"] = simple.value();
    if (exponential.ready())
      result["EMA"] = exponential.value();
    if (wilder.ready())
      result["Wilder"] = wilder.value();
    if (bands.ready()) {
      result["lower band"] = bands.lower();
      result["upper band"] = bands.upper();
    }
    if (mean_price.ready())
      result["VWAP"] = mean_price.value();
    if (channel.ready()) {
      result["Donchian's upper"] = channel.upper();
      result["Donchian's lower"] = channel.lower();
    }
    return result;
  }
  /// Differences of prices.
  std::map<std::string, double> distances() const {
    std::map<std::string, double> result;
    if (range.ready())
      result["ATR"] = range.value();
    if (convergence.ready()) {
      result["MACD"] = convergence.line();
      result["signal"] = convergence.signal();
      result["histogram"] = convergence.histogram();
    }
    return result;
  }
  /// Those without a unit, 0 to 100.
  std::map<std::string, double> percentages() const {
    std::map<std::string, double> result;
    if (strength.ready())
      result["RSI"] = strength.value();
    if (direction.movement().ready()) {
      result["+DI"] = direction.movement().plus_di();
      result["-DI"] = direction.movement().minus_di();
      result["DX"] = direction.movement().dx();
    }
    if (direction.ready())
      result["ADX"] = direction.value();
    return result;
  }
};

TEST(FlatSeries, HasItsPriceForEveryLevelAndNoMovement) {
  for (const auto price : {1e-8, 0.1, 1.0, 27'123.45, 1e9}) {
    SCOPED_TRACE(price);
    all_of_them x;
    for (std::size_t i = 0; i < 300; ++i)
      x.add(test::flat_candle(i, price));
    ASSERT_EQ(x.prices().size(), 8U);
    for (const auto& [name, value] : x.prices())
      EXPECT_NEAR(value, price, 1e-9 * price) << name;
    for (const auto& [name, value] : x.distances())
      EXPECT_NEAR(value, 0, 1e-9 * price) << name;
    ASSERT_EQ(x.percentages().size(), 5U);
    for (const auto& [name, value] : x.percentages())
      EXPECT_EQ(value, 0) << name;
  }
}

TEST(FlatSeries, KeepsTheDirectionThatItHadBefore) {
  auto x = adx{14};
  for (std::size_t i = 0; i < 60; ++i)
    x.add(test::flat_candle(i, 100 + double(i)));
  const auto before = x.value();
  EXPECT_NEAR(before, 100, 1e-9);
  for (std::size_t i = 60; i < 100'000; ++i)
    x.add(test::flat_candle(i, 160));
  EXPECT_NEAR(x.value(), before, 1e-9);
}

TEST(FlatSeries, HasNoDirectionWhereBothEndsMoveAlike) {
  auto x = directional_movement{14};
  for (std::size_t i = 0; i < 60; ++i) {
    auto bar = test::flat_candle(i, 100);
    bar.high += double(i);
    bar.low -= double(i);
    x.add(bar);
  }
  EXPECT_EQ(x.plus_di(), 0);
  EXPECT_EQ(x.minus_di(), 0);
  EXPECT_EQ(x.dx(), 0);
}

TEST(FlatSeries, IsCleanOfRoundingTwoPeriodsAfterAGiant) {
  auto x = sma{20};
  x.add(1e17);
  for (int i = 0; i < 39; ++i)
    x.add(0.1);
  EXPECT_NEAR(x.value(), 0.1, 1e-15);
}

TEST(Indicators, FollowTheUnitOfThePrice) {
  // A power of two, so that no rounding differs.
  constexpr auto factor = 0x1p-40;
  for (std::uint64_t seed = 1; seed <= test::seed_count(20); ++seed) {
    SCOPED_TRACE(seed);
    const auto here = test::walk(seed, 300);
    const auto there = test::scaled(here, factor);
    all_of_them a;
    all_of_them b;
    for (std::size_t i = 0; i < here.size(); ++i) {
      a.add(here[i]);
      b.add(there[i]);
      for (const auto& [name, value] : a.prices())
        ASSERT_EQ(value * factor, b.prices().at(name)) << name << ' ' << i;
      for (const auto& [name, value] : a.distances())
        ASSERT_EQ(value * factor, b.distances().at(name)) << name << ' ' << i;
      ASSERT_EQ(a.percentages(), b.percentages()) << i;
    }
  }
}

TEST(Indicators, StayFiniteAndWithinTheirRange) {
  // Prices and volumes over all orders of magnitude, one after the other.
  for (std::uint64_t seed = 1; seed <= test::seed_count(40); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    all_of_them x;
    for (std::size_t i = 0; i < 300; ++i) {
      const auto price = std::pow(10, 30 * random.uniform() - 15);
      const auto volume = std::pow(10, 40 * random.uniform() - 20);
      auto bar = test::flat_candle(i, price, random.below(3) ? volume : 0);
      bar.high *= 1 + random.uniform();
      bar.low *= random.uniform();
      x.add(bar);
      for (const auto& all : {x.prices(), x.distances()})
        for (const auto& [name, value] : all)
          ASSERT_TRUE(std::isfinite(value)) << name << ' ' << i;
      for (const auto& [name, value] : x.percentages()) {
        ASSERT_GE(value, 0) << name << ' ' << i;
        ASSERT_LE(value, 100 + 1e-6) << name << ' ' << i;
      }
    }
  }
}

TEST(Vwap, HasNoValueUntilSomethingIsTradedAfterItsAnchor) {
  using namespace std::chrono_literals;
  auto x = vwap{};
  auto bar = test::flat_candle(0, 10, 5);
  x.add(bar);
  ASSERT_TRUE(x.ready());
  bar.start += 24h;
  bar.volume = 0;
  x.add(bar);
  EXPECT_FALSE(x.ready());
  bar.start += 5min;
  bar.volume = 1;
  bar.high = 12;
  bar.low = 8;
  bar.close = 11.5;
  x.add(bar);
  ASSERT_TRUE(x.ready());
  EXPECT_DOUBLE_EQ(x.value(), 10.5);
}

} // namespace
} // namespace ballast::indicators
