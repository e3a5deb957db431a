// What all strategies have in common.
#include "domain/strategies/baselines.hpp"
#include "domain/strategies/ema_cross.hpp"
#include "domain/strategies/trend_pullback.hpp"
#include "tests/domain/strategies/situations.hpp"

#include <gtest/gtest.h>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using test::free_situation;
using test::held_situation;
using test::rising_market;

TEST(Strategy, EntersWithSizeStopAndTargets) {
  const auto market = rising_market();
  const auto x = trend_pullback{}.evaluate(free_situation(market));
  ASSERT_EQ(x.why, decision_reason::pullback_in_trend);
  ASSERT_TRUE(x.entry && x.plan);
  EXPECT_EQ(x.entry->what, side::buy);
  EXPECT_EQ(x.entry->size, 0.05);
  EXPECT_EQ(x.entry->price, 100);
  // The swing low less 1.5 ATR.
  EXPECT_DOUBLE_EQ(x.entry->stop, 99.0);
  ASSERT_EQ(x.entry->targets.size(), 3U);
  EXPECT_DOUBLE_EQ(x.entry->targets[0], 101);
  EXPECT_DOUBLE_EQ(x.entry->targets[1], 102);
  EXPECT_DOUBLE_EQ(x.entry->targets[2], 103);
  EXPECT_DOUBLE_EQ(x.plan->stop, 99.0);
  EXPECT_EQ(x.plan->entered, market.last.start + 5min);
}

TEST(Strategy, GivesNoVerdictOneCandleShortOfNinety) {
  auto market = rising_market();
  market.closed = 89;
  const auto x = trend_pullback{}.evaluate(free_situation(market));
  EXPECT_EQ(x.why, decision_reason::too_few_candles);
  EXPECT_EQ(x.figures.at("candles"), 89);
  EXPECT_EQ(x.figures.at("candles_min"), 90);
  market.closed = 0;
  EXPECT_EQ(trend_pullback{}.evaluate(free_situation(market)).why,
            decision_reason::too_few_candles);
}

TEST(Strategy, StaysOutWhereTheNewestCandleWasUnusable) {
  auto market = rising_market();
  market.broken = true;
  EXPECT_EQ(trend_pullback{}.evaluate(free_situation(market)).why,
            decision_reason::candle_unusable);
}

TEST(Strategy, StaysOutOnceItsNewestCandleIsThreeTimeframesOld) {
  const auto market = rising_market();
  auto x = free_situation(market);
  x.now += 15min;
  EXPECT_EQ(trend_pullback{}.evaluate(x).why,
            decision_reason::pullback_in_trend);
  x.now += 1ms;
  const auto late = trend_pullback{}.evaluate(x);
  EXPECT_EQ(late.why, decision_reason::data_stale);
  EXPECT_EQ(late.figures.at("age_max_s"), 900);
}

TEST(Strategy, JudgesEachCandleOnce) {
  const auto market = rising_market();
  auto x = free_situation(market);
  x.judged_until = market.last.start;
  EXPECT_EQ(trend_pullback{}.evaluate(x).why, decision_reason::no_new_candle);
  x.judged_until = market.before_last.start;
  EXPECT_EQ(trend_pullback{}.evaluate(x).why,
            decision_reason::pullback_in_trend);
}

TEST(Strategy, NeedsWhatItWantsToSpend) {
  const auto market = rising_market();
  auto x = free_situation(market);
  x.account.available = decimal::whole(50);
  EXPECT_EQ(trend_pullback{}.evaluate(x).kind(), decision_kind::enter);
  x.account.available = decimal::whole(49);
  const auto poor = trend_pullback{}.evaluate(x);
  EXPECT_EQ(poor.why, decision_reason::funds_too_small);
  EXPECT_EQ(poor.figures.at("size"), 0.05);
  EXPECT_DOUBLE_EQ(*poor.figures.at("available"), 0.049);
  for (const auto equity : {0, -5}) {
    x.account.equity = decimal::whole(equity);
    EXPECT_EQ(trend_pullback{}.evaluate(x).why,
              decision_reason::funds_too_small);
  }
}

TEST(Strategy, KeepsTheStopBetweenHalfAPercentAndTwo) {
  auto market = rising_market();
  const auto stop = [&] { return stop_price(market, {}); };
  market.now.swing_low = 99.9;
  market.now.atr = 0.1;
  EXPECT_DOUBLE_EQ(stop(), 99.5) << "99.75 is too near";
  market.now.atr = 0.4;
  EXPECT_DOUBLE_EQ(stop(), 99.3);
  market.now.swing_low = 98.6;
  EXPECT_DOUBLE_EQ(stop(), 98) << "exactly at the limit";
  market.now.swing_low = 97;
  EXPECT_DOUBLE_EQ(stop(), 98) << "96.4 is too far";
  market.now.swing_low = 100;
  market.now.atr = 0;
  EXPECT_DOUBLE_EQ(stop(), 99.5);
}

TEST(Strategy, HoldsAndFlagsAPositionOfWhichNothingIsKnown) {
  auto market = rising_market();
  const auto by = trend_pullback{};
  auto x = held_situation(market, by);
  x.seen.reset();
  // For ever, and whatever else is missing.
  for (const auto late : {0h, 9h, 1000h}) {
    x.now += late;
    const auto said = by.evaluate(x);
    EXPECT_EQ(said.why, decision_reason::held_without_data);
    EXPECT_TRUE(is_flagged(said.why));
    EXPECT_EQ(said.plan, x.position);
    EXPECT_TRUE(said.exits.empty());
  }
  market.closed = 0;
  EXPECT_EQ(by.evaluate(x).why, decision_reason::held_without_data);
}

TEST(Strategy, TakesNoNumbersThatAreNoPricesForData) {
  const auto market = rising_market();
  const auto by = trend_pullback{};
  auto x = held_situation(market, by);
  for (const auto& seen :
       {price_range{0, 0, 0}, price_range{90, 80, 85}, price_range{-1, 1, 1}}) {
    x.seen = seen;
    EXPECT_EQ(by.evaluate(x).why, decision_reason::held_without_data);
  }
}

TEST(Strategy, ObeysTheStopByPricesAloneWhereCandlesAreMissing) {
  auto market = rising_market();
  const auto by = trend_pullback{};
  auto x = held_situation(market, by);
  x.now += 24h;
  EXPECT_EQ(by.evaluate(x).why, decision_reason::held_on_prices_alone);
  x.now -= 24h;
  market.broken = true;
  EXPECT_EQ(by.evaluate(x).why, decision_reason::held_on_prices_alone);
  market.broken = false;
  market.closed = 3;
  EXPECT_EQ(by.evaluate(x).why, decision_reason::held_on_prices_alone);
  x.seen = price_range{97, 99, 98};
  EXPECT_EQ(by.evaluate(x).why, decision_reason::stop_hit);
}

TEST(Strategy, TellsWhatIsLeftOfAPositionAfterAPartWasSold) {
  const auto market = rising_market();
  const auto by = trend_pullback{};
  auto x = held_situation(market, by);
  x.seen = price_range{100, 102.5, 102.4};
  const auto said = by.evaluate(x);
  EXPECT_EQ(said.why, decision_reason::target_reached);
  ASSERT_EQ(said.exits.size(), 1U);
  ASSERT_TRUE(said.plan);
  EXPECT_NEAR(said.plan->left, 2.0 / 3, 1e-12);
  x.position = said.plan;
  x.seen = price_range{99, 102, 100};
  const auto rest = by.evaluate(x);
  EXPECT_EQ(rest.why, decision_reason::break_even_stop_hit);
  EXPECT_FALSE(rest.plan);
}

TEST(Strategy, LeavesByItsOwnSignalOnlyOnANewCandle) {
  auto market = rising_market();
  market.now.ema_9 = 99;
  const auto by = ema_cross{};
  auto x = held_situation(market, by);
  x.judged_until = market.last.start;
  EXPECT_EQ(by.evaluate(x).why, decision_reason::position_held);
  x.judged_until.reset();
  const auto said = by.evaluate(x);
  EXPECT_EQ(said.why, decision_reason::averages_crossed_down);
  ASSERT_EQ(said.exits.size(), 1U);
  EXPECT_EQ(said.exits[0].part, 1);
  EXPECT_FALSE(said.plan);
}

TEST(Strategy, LetsItsStopComeBeforeItsSignal) {
  auto market = rising_market();
  market.now.ema_9 = 99;
  const auto by = ema_cross{};
  auto x = held_situation(market, by);
  x.seen = price_range{97, 99, 98.5};
  EXPECT_EQ(by.evaluate(x).why, decision_reason::stop_hit);
}

TEST(Strategy, IsMadeByItsName) {
  ASSERT_EQ(strategy_names().size(), 6U);
  for (const auto name : strategy_names()) {
    const auto made = make_strategy(name, {});
    ASSERT_TRUE(made.ok()) << name;
    EXPECT_EQ((*made)->name(), name);
  }
  EXPECT_EQ(make_strategy("scalper", {}).error().code, ec::not_found);
}

TEST(Strategy, TakesOtherExitsThanItsOwnWhereTheyMakeSense) {
  strategy_setup setup;
  setup.exits = exit_rules::profit_targets();
  for (const auto name : strategy_names()) {
    const auto made = make_strategy(name, setup);
    ASSERT_TRUE(made.ok());
    if (name != "buy_and_hold") {
      EXPECT_EQ((*made)->options().exits.held_max, 8h) << name;
    }
  }
  const auto market = rising_market();
  const auto by = make_strategy("trend_pullback", setup);
  const auto x = (*by)->evaluate(free_situation(market));
  ASSERT_TRUE(x.entry);
  EXPECT_DOUBLE_EQ(x.entry->stop, 99);
  EXPECT_EQ(x.entry->targets.size(), 2U);
  setup.exits->stop = 2;
  EXPECT_EQ(make_strategy("ema_cross", setup).error().code,
            ec::invalid_argument);
}

} // namespace
} // namespace ballast
