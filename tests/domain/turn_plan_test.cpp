#include "domain/turn_plan.hpp"

#include <gtest/gtest.h>

namespace ballast {
namespace {

scan_costs of_two_limits() {
  scan_costs x;
  x.limits = {{"raw", 100}, {"weight", 10}, {"books", 2}};
  x.ticker_calls = 2;
  x.ticker = {{"weight", 80}, {"raw", 1}};
  x.candles = {{"weight", 2}, {"raw", 1}};
  x.book = {{"books", 1}, {"raw", 1}};
  return x;
}

TEST(TurnPlan, SaysWhatATurnSpendsOfEachLimitAndHowLongThatTakes) {
  const auto plan = plan_turn({2, 20, 4}, of_two_limits());
  EXPECT_EQ(plan.size.calls(), 26U);
  // The slowest first: 2 x 80 + 20 x 2 at 10 a second.
  EXPECT_EQ(plan.limits,
            (std::vector<limit_use>{
              {"weight", 200, 20}, {"books", 4, 2}, {"raw", 26, 0.26}}));
  EXPECT_EQ(plan.seconds(), 20);
  EXPECT_EQ(to_string(plan.limits, 2),
            "weight 200 in 20.0s, books 4 in 2.0s, and 1 that take less");
}

TEST(TurnPlan, LeavesOutWhatIsNotSpentFrom) {
  const auto plan = plan_turn({0, 5, 0}, of_two_limits());
  EXPECT_EQ(plan.limits.size(), 2U);
  EXPECT_EQ(to_string(plan.limits), "weight 10 in 1.0s, raw 5 in 0.1s");
}

TEST(TurnPlan, TakesLongerWhereOthersSpendFromTheLimitsOfCandles) {
  const auto plan = plan_turn({2, 20, 4}, of_two_limits(), 0.1);
  EXPECT_EQ(plan.seconds(), 200);
  // Of the books' own limit nothing was measured.
  for (const auto& x : plan.limits)
    if (x.limit == "books") {
      EXPECT_EQ(x.seconds, 2);
    }
}

TEST(TurnPlan, KnowsNothingWithoutLimits) {
  EXPECT_EQ(plan_turn({1, 5, 0}, {}).seconds(), 0);
}

} // namespace
} // namespace ballast
