#include "domain/decision.hpp"
#include "domain/exit_plan.hpp"
#include "domain/money.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <limits>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto entered = unix_time{1'700'000'000'000ms};

/// Bought at 100 with a stop at 98: R is 2, the thirds are at 102, 104, 106.
exit_plan bought(const exit_rules& rules = exit_rules::thirds()) {
  return begin_plan(100, 98, entered, rules);
}

/// Prices that come and go within a candle and end at `last`.
price_range prices(double low, double high, double last) {
  return {low, high, last};
}

exit_step after(const exit_plan& x, const price_range& seen,
                const exit_rules& rules = exit_rules::thirds(),
                std::chrono::milliseconds later = 5min) {
  return advance(x, rules, seen, entered + later);
}

TEST(ExitPlan, HoldsBetweenStopAndTarget) {
  const auto step = after(bought(), prices(98.01, 101.99, 100));
  EXPECT_TRUE(step.legs.empty());
  EXPECT_EQ(step.plan.left, 1);
  EXPECT_EQ(step.plan.stop, 98);
  EXPECT_EQ(step.plan.highest, 101.99);
}

TEST(ExitPlan, SellsAllAtItsStop) {
  const auto step = after(bought(), prices(98, 100, 99));
  ASSERT_EQ(step.legs.size(), 1U);
  EXPECT_EQ(step.legs[0], (exit_leg{1, 98, decision_reason::stop_hit}));
  EXPECT_EQ(step.plan.left, 0);
}

TEST(ExitPlan, SellsAThirdAtOneRAndThenRisksNothing) {
  const auto step = after(bought(), prices(99, 102, 101.5));
  ASSERT_EQ(step.legs.size(), 1U);
  EXPECT_DOUBLE_EQ(step.legs[0].part, 1.0 / 3);
  EXPECT_EQ(step.legs[0].level, 102);
  EXPECT_EQ(step.legs[0].why, decision_reason::target_reached);
  EXPECT_EQ(step.plan.stop, 100);
  EXPECT_EQ(step.plan.state, stop_state::break_even);

  const auto back = after(step.plan, prices(100, 101, 100.5));
  ASSERT_EQ(back.legs.size(), 1U);
  EXPECT_NEAR(back.legs[0].part, 2.0 / 3, 1e-12);
  EXPECT_EQ(back.legs[0].level, 100);
  EXPECT_EQ(back.legs[0].why, decision_reason::break_even_stop_hit);
  EXPECT_EQ(back.plan.left, 0);
}

TEST(ExitPlan, FollowsTheHighestPriceFromTheSecondTargetOn) {
  auto step = after(bought(), prices(101, 103.9, 102.5));
  EXPECT_EQ(step.plan.stop, 100);
  EXPECT_EQ(step.plan.state, stop_state::break_even);
  step = after(step.plan, prices(102, 104, 103));
  EXPECT_EQ(step.legs.size(), 1U);
  EXPECT_EQ(step.plan.stop, 102);
  EXPECT_EQ(step.plan.state, stop_state::trailing);
  step = after(step.plan, prices(102.5, 105, 104));
  EXPECT_EQ(step.plan.stop, 103);
  // It never falls again.
  step = after(step.plan, prices(103.1, 104, 103.5));
  EXPECT_EQ(step.plan.stop, 103);
  step = after(step.plan, prices(103, 104, 103.5));
  ASSERT_EQ(step.legs.size(), 1U);
  EXPECT_NEAR(step.legs[0].part, 1.0 / 3, 1e-12);
  EXPECT_EQ(step.legs[0].why, decision_reason::trailing_stop_hit);
  EXPECT_EQ(step.plan.left, 0);
}

TEST(ExitPlan, SellsTheLastThirdWholeAtThreeR) {
  const auto step = after(bought(), prices(101, 107, 106));
  ASSERT_EQ(step.legs.size(), 3U);
  EXPECT_EQ(step.legs[0].level, 102);
  EXPECT_EQ(step.legs[1].level, 104);
  EXPECT_EQ(step.legs[2].level, 106);
  EXPECT_EQ(step.plan.left, 0) << "rounding leaves nothing behind";
}

TEST(ExitPlan, TakesTheStopToBeHitFirstWhereNobodyKnows) {
  const auto step = after(bought(), prices(97, 110, 105));
  ASSERT_EQ(step.legs.size(), 1U);
  EXPECT_EQ(step.legs[0].why, decision_reason::stop_hit);
}

TEST(ExitPlan, HitsARaisedStopWithinTheRangeOnlyWhereTheEndProvesIt) {
  // 99 may have been before 102.
  EXPECT_EQ(after(bought(), prices(99, 102, 101)).legs.size(), 1U);
  // 99.5 at the end was certainly after it.
  const auto step = after(bought(), prices(99, 102, 99.5));
  ASSERT_EQ(step.legs.size(), 2U);
  EXPECT_EQ(step.legs[1].why, decision_reason::break_even_stop_hit);
  EXPECT_EQ(step.plan.left, 0);
}

TEST(ExitPlan, EndsAfterItsHoldingTimeAndNotBefore) {
  const auto rules = exit_rules::profit_targets();
  const auto quiet = prices(99.5, 100.5, 100.2);
  const auto plan = bought(rules);
  EXPECT_TRUE(after(plan, quiet, rules, 8h - 1ms).legs.empty());
  const auto step = after(plan, quiet, rules, 8h);
  ASSERT_EQ(step.legs.size(), 1U);
  EXPECT_EQ(step.legs[0],
            (exit_leg{1, 100.2, decision_reason::holding_time_over}));
}

TEST(ExitPlan, MeasuresProfitTargetsInPriceAndPutsTheirStopInPlace) {
  const auto rules = exit_rules::profit_targets();
  const auto plan = bought(rules);
  EXPECT_DOUBLE_EQ(plan.stop, 99);
  EXPECT_DOUBLE_EQ(target_price(plan, rules, 0), 101);
  EXPECT_DOUBLE_EQ(target_price(plan, rules, 1), 102);
  const auto step = after(plan, prices(100, 101.5, 101), rules);
  ASSERT_EQ(step.legs.size(), 1U);
  EXPECT_EQ(step.legs[0].part, 0.5);
  // These do not raise the stop.
  EXPECT_DOUBLE_EQ(step.plan.stop, 99);
}

TEST(ExitPlan, WithoutRulesOnlyEverHitsItsStop) {
  const auto rules = exit_rules::stop_alone();
  auto plan = bought(rules);
  plan = after(plan, prices(99, 1000, 500), rules, 10'000h).plan;
  EXPECT_EQ(plan.left, 1);
  EXPECT_EQ(plan.stop, 98);
  const auto none = begin_plan(100, 0, entered, rules);
  EXPECT_TRUE(after(none, prices(0.01, 1, 0.5), rules).legs.empty());
}

TEST(ExitPlan, TrailsFromTheBeginningWhereNoTargetIsAskedFor) {
  exit_rules rules;
  rules.trail = 1;
  const auto step = after(bought(rules), prices(99.5, 101, 100.5), rules);
  EXPECT_DOUBLE_EQ(step.plan.stop, 99);
  EXPECT_EQ(step.plan.state, stop_state::trailing);
}

TEST(ExitPlan, NeverLowersAStopToFollowFromFurtherAway) {
  auto rules = exit_rules::thirds();
  rules.trail = 2;
  rules.trail_from = 1;
  // 2 R below 102 is 98, but nothing is risked any more.
  const auto step = after(bought(rules), prices(101, 102, 102), rules);
  EXPECT_EQ(step.plan.stop, 100);
  EXPECT_EQ(step.plan.state, stop_state::break_even);
}

TEST(ExitPlan, SellsEachPartOnceForAnyPrices) {
  const auto all = {exit_rules::thirds(), exit_rules::profit_targets(),
                    exit_rules::stop_alone()};
  for (std::uint64_t seed = 1; seed <= test::seed_count(300); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    const auto& rules = all.begin()[random.below(all.size())];
    auto plan = bought(rules);
    auto price = 100.0;
    double sold = 0;
    for (int i = 0; i < 200 && plan.left > 0; ++i) {
      const auto before = plan;
      const auto next = price * (1 + 0.02 * (random.uniform() - 0.5));
      const auto low = std::min(price, next) * (1 - 0.005 * random.uniform());
      const auto high = std::max(price, next) * (1 + 0.005 * random.uniform());
      const auto step
        = advance(plan, rules, {low, high, next}, entered + i * 5min);
      for (const auto& leg : step.legs) {
        EXPECT_GT(leg.part, 0);
        EXPECT_EQ(kind_of(leg.why), decision_kind::exit);
        sold += leg.part;
      }
      plan = step.plan;
      price = next;
      EXPECT_NEAR(sold + plan.left, 1, 1e-9);
      EXPECT_GE(plan.stop, before.stop);
      EXPECT_GE(plan.highest, before.highest);
      EXPECT_GE(plan.reached, before.reached);
      // What is still held has no reason left to be sold.
      EXPECT_TRUE(plan.left <= 0 || next > plan.stop);
    }
  }
}

TEST(ExitRules, OfOursAreValid) {
  for (const auto& x : {exit_rules::thirds(), exit_rules::profit_targets(),
                        exit_rules::stop_alone()})
    EXPECT_TRUE(validate(x).ok());
}

TEST(ExitRules, RefuseWhatCannotBeMeant) {
  const auto refuses = [](auto change) {
    auto x = exit_rules::thirds();
    change(x);
    return !validate(x).ok();
  };
  EXPECT_TRUE(refuses([](auto& x) { x.targets[0].gain = 0; }));
  EXPECT_TRUE(refuses([](auto& x) { x.targets[1].gain = 1; }));
  EXPECT_TRUE(refuses([](auto& x) { x.targets[1].unit = target_unit::price; }));
  EXPECT_TRUE(refuses([](auto& x) { x.targets[2].part = 0; }));
  EXPECT_TRUE(refuses([](auto& x) { x.targets[2].part = 0.5; }));
  EXPECT_TRUE(refuses([](auto& x) { x.trail = 0; }));
  EXPECT_TRUE(refuses([](auto& x) { x.trail_from = 4; }));
  EXPECT_TRUE(refuses([](auto& x) { x.stop = 0; }));
  EXPECT_TRUE(refuses([](auto& x) { x.stop = 1; }));
  EXPECT_TRUE(refuses([](auto& x) { x.held_max = 0s; }));
}

TEST(PriceRange, IsUnusableWhereItHoldsNoPrices) {
  constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
  constexpr auto infinite = std::numeric_limits<double>::infinity();
  EXPECT_TRUE(is_usable(price_range{1, 2, 1.5}));
  EXPECT_TRUE(is_usable(price_range{1, 1, 1}));
  for (const auto& x :
       {price_range{0, 2, 1}, price_range{-1, 2, 1}, price_range{2, 1, 1.5},
        price_range{1, 2, 3}, price_range{1, 2, 0.5}, price_range{nan, 2, 1},
        price_range{1, nan, 1}, price_range{1, 2, nan},
        price_range{1, infinite, 2}})
    EXPECT_FALSE(is_usable(x)) << x.low << ' ' << x.high << ' ' << x.last;
}

// Whatever order the parts are sold in, filled or not, what is sold in the end
// is what the plan says, and no step sells what it keeps.
TEST(ExitPlan, SellsDownToWhatItKeepsAndNeverBelow) {
  auto random = random_source{12};
  for (auto life = 0; life < 300; ++life) {
    const auto whole = decimal::from_units(
      static_cast<int128>(1 + random.below(1U << 30U)) * 1'000'000'000);
    auto plan = begin_plan(100, 90, unix_time{}, {});
    EXPECT_EQ(surplus_of(plan, whole, whole), decimal{});
    auto size = whole;
    for (auto step = 0; step < 20; ++step) {
      if (random.below(3) == 0)
        plan.left = random.below(4) == 0 ? 0 : plan.left * random.uniform();
      const auto surplus = surplus_of(plan, size, whole);
      ASSERT_GE(surplus, decimal{});
      ASSERT_LE(surplus, size);
      // An order for it is filled in part, or wholly.
      const auto sold = value_of(
        surplus, *money_of(random.below(3) == 0 ? 1 : random.uniform()),
        rounding::down);
      size = size - sold;
      ASSERT_GE(size.to_double(), whole.to_double() * plan.left * (1 - 1e-12));
    }
    plan.left = 0;
    EXPECT_EQ(surplus_of(plan, size, whole), size);
    EXPECT_EQ(surplus_of(plan, size, decimal{}), decimal{});
  }
}

TEST(ExitPlan, StandsInTheJournalToTheLastBit) {
  auto random = random_source{11};
  for (auto i = 0; i < 1000; ++i) {
    exit_plan plan;
    plan.price = random.uniform() * 1e5 + 1e-9;
    plan.stop_first = plan.price * random.uniform();
    plan.stop = plan.stop_first + random.uniform();
    plan.highest = plan.price * 1.1;
    plan.left = random.uniform();
    plan.reached = random.below(4);
    plan.state = static_cast<stop_state>(random.below(3));
    plan.entered
      = unix_time{std::chrono::milliseconds{random.below(1U << 30U)}};
    EXPECT_EQ(plan_of(to_text(plan)), plan) << to_text(plan);
  }
}

TEST(ExitPlan, IsNotMadeOfOtherText) {
  const auto good = to_text(begin_plan(100, 90, unix_time{}, {}));
  ASSERT_TRUE(plan_of(good));
  for (const auto* text :
       {"", " ", "1 2 3", "nan 1 1 1 1 0 0 0", "100 90 90 100 2 0 0 0",
        "100 90 90 100 1 0 3 0", "-1 0 0 1 1 0 0 0", "inf 0 0 1 1 0 0 0"})
    EXPECT_FALSE(plan_of(text)) << text;
  EXPECT_FALSE(plan_of(good + " 1"));
  EXPECT_FALSE(plan_of(good + " "));
}

} // namespace
} // namespace ballast
