#include "domain/strategies/trend_pullback.hpp"
#include "tests/domain/strategies/situations.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace ballast {
namespace {

using test::free_situation;
using test::rising_market;

/// What the strategy says of the rise after a change to it.
template <class Change>
decision changed(Change change) {
  auto market = rising_market();
  change(market);
  return trend_pullback{}.evaluate(free_situation(market));
}

template <class Change>
decision_reason reason(Change change) {
  return changed(change).why;
}

constexpr auto entered = decision_reason::pullback_in_trend;

TEST(TrendPullback, WantsAnAdxAboveTwenty) {
  EXPECT_EQ(reason([](auto& x) { x.now.adx = 20; }),
            decision_reason::trend_weak);
  EXPECT_EQ(reason([](auto& x) { x.now.adx = std::nextafter(20, 21); }),
            entered);
}

TEST(TrendPullback, WantsItsAveragesInOrderAndThePriceAboveTheVwap) {
  constexpr auto against = decision_reason::averages_not_aligned;
  EXPECT_EQ(reason([](auto& x) { x.now.ema_9 = x.now.ema_21; }), against);
  EXPECT_EQ(reason([](auto& x) { x.now.ema_21 = x.now.ema_50; }), against);
  EXPECT_EQ(reason([](auto& x) { x.now.vwap = x.last.close; }), against);
  EXPECT_EQ(reason([](auto& x) { x.now.vwap = 99.99; }), entered);
  EXPECT_EQ(reason([](auto& x) { x.now.vwap.reset(); }),
            decision_reason::vwap_missing);
}

TEST(TrendPullback, WantsAHistogramAboveZero) {
  const auto with = [](double histogram) {
    return reason([&](auto& x) {
      x.now.histogram = histogram;
      x.before.histogram = histogram - 1;
    });
  };
  EXPECT_EQ(with(0), decision_reason::macd_against);
  EXPECT_EQ(with(-0.1), decision_reason::macd_against);
  EXPECT_EQ(with(1e-9), entered);
}

TEST(TrendPullback, WantsHalfTheMeanVolume) {
  const auto with = [](double volume) {
    return changed([&](auto& x) { x.last.volume = volume; });
  };
  EXPECT_EQ(with(39.9).why, decision_reason::volume_thin);
  EXPECT_EQ(with(39.9).figures.at("volume_min"), 40);
  EXPECT_EQ(with(40).why, entered);
}

TEST(TrendPullback, EntersWithFourOfFiveAndNotWithThree) {
  EXPECT_EQ(changed([](auto&) {}).figures.at("confirmations"), 5);
  // Each of them may be the one that is missing, no two may.
  using change = void (*)(market_view&);
  constexpr change spoilers[] = {
    // Far from both levels.
    [](market_view& x) {
      x.now.ema_9 = 99.4;
      x.now.ema_21 = 99.3;
      x.now.vwap = 99.3;
    },
    [](market_view& x) { x.now.rsi_14 = 71; },
    [](market_view& x) { x.last.open = x.last.close; },
    [](market_view& x) { x.before.histogram = x.now.histogram; },
    [](market_view& x) { x.last.volume = 79; },
  };
  for (std::size_t i = 0; i < std::size(spoilers); ++i) {
    const auto one = changed(spoilers[i]);
    EXPECT_EQ(one.why, entered) << i;
    EXPECT_EQ(one.figures.at("confirmations"), 4) << i;
    for (std::size_t j = i + 1; j < std::size(spoilers); ++j) {
      const auto two = changed([&](auto& x) {
        spoilers[i](x);
        spoilers[j](x);
      });
      EXPECT_EQ(two.why, decision_reason::too_few_confirmations)
        << i << ' ' << j;
      EXPECT_EQ(two.figures.at("confirmations"), 3) << i << ' ' << j;
    }
  }
}

TEST(TrendPullback, CountsAConfirmationUpToItsBoundary) {
  const auto confirmations
    = [](auto change) { return *changed(change).figures.at("confirmations"); };
  // 0.5 % of the level, from either side.
  EXPECT_EQ(confirmations([](auto& x) {
              x.now.ema_21 = x.now.vwap.emplace(x.last.close / 1.00499);
            }),
            5);
  EXPECT_EQ(confirmations([](auto& x) {
              x.now.ema_21 = x.now.vwap.emplace(x.last.close / 1.00501);
            }),
            4);
  for (const auto rsi : {40.0, 70.0})
    EXPECT_EQ(confirmations([&](auto& x) { x.now.rsi_14 = rsi; }), 5) << rsi;
  for (const auto rsi : {39.99, 70.01})
    EXPECT_EQ(confirmations([&](auto& x) { x.now.rsi_14 = rsi; }), 4) << rsi;
  EXPECT_EQ(confirmations([](auto& x) { x.last.volume = 80; }), 5);
}

TEST(TrendPullback, IsNearAtEitherLevel) {
  EXPECT_EQ(changed([](auto& x) {
              x.now.ema_50 = 98;
              x.now.ema_21 = 98.5;
            }).figures.at("confirmations"),
            5)
    << "the VWAP is near";
  EXPECT_EQ(
    changed([](auto& x) { x.now.vwap = 90; }).figures.at("confirmations"), 5)
    << "EMA 21 is near";
}

TEST(TrendPullback, SizesByTheStrengthOfTheTrend) {
  EXPECT_EQ(size_for_adx(20.01), 0.02);
  EXPECT_EQ(size_for_adx(24.99), 0.02);
  EXPECT_EQ(size_for_adx(25), 0.05);
  EXPECT_EQ(size_for_adx(29.99), 0.05);
  EXPECT_EQ(size_for_adx(30), 0.07);
  EXPECT_EQ(size_for_adx(39.99), 0.07);
  EXPECT_EQ(size_for_adx(40), 0.10);
  EXPECT_EQ(size_for_adx(100), 0.10);
  EXPECT_EQ(changed([](auto& x) { x.now.adx = 41; }).entry->size, 0.10);
}

TEST(TrendPullback, StaysOutOfNumbersThatAreNone) {
  for (auto member : {&reading::adx, &reading::ema_9, &reading::ema_50,
                      &reading::histogram, &reading::volume_mean}) {
    const auto x
      = changed([&](auto& market) { market.now.*member = std::nan(""); });
    EXPECT_EQ(x.kind(), decision_kind::stay_out);
  }
}

candle bar(double open, double high, double low, double close) {
  return {test::series_start, open, high, low, close, 1, true};
}

TEST(Reversal, IsAnEngulfingCandle) {
  const auto falls = bar(10, 10.2, 8.8, 9);
  EXPECT_TRUE(is_reversal(falls, bar(9, 10.1, 8.9, 10)));
  EXPECT_TRUE(is_reversal(falls, bar(8.9, 11, 8.8, 10.5)));
  EXPECT_FALSE(is_reversal(falls, bar(9, 10, 8.9, 9.99)))
    << "takes back less than all";
  EXPECT_FALSE(is_reversal(falls, bar(9.01, 11, 8.9, 10.5)))
    << "opens within the body";
  const auto rises = bar(9, 10.2, 8.8, 10);
  EXPECT_FALSE(is_reversal(rises, bar(9, 11, 8.9, 10.5)));
}

TEST(Reversal, IsAHammer) {
  const auto before = bar(10, 10.1, 9.9, 10);
  EXPECT_TRUE(is_reversal(before, bar(10, 10.75, 9, 10.5)));
  EXPECT_FALSE(is_reversal(before, bar(10, 10.75, 9.1, 10.5)))
    << "the lower shadow is shorter than two bodies";
  EXPECT_FALSE(is_reversal(before, bar(10, 11.1, 9, 10.5)))
    << "the upper shadow is longer than the body";
  EXPECT_FALSE(is_reversal(before, bar(10.5, 10.75, 9, 10))) << "it falls";
  EXPECT_FALSE(is_reversal(before, bar(10, 10, 9, 10))) << "no body";
}

} // namespace
} // namespace ballast
