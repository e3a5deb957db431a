#include "sim/fault_plan.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

const auto start = time_point{100s};

fault simple(fault_kind kind) {
  auto x = fault{};
  x.kind = kind;
  return x;
}

TEST(FaultPlan, StrikesOnlyFromAfterUntilItsEnd) {
  auto plan = fault_plan{1};
  auto x = simple(fault_kind::throttle);
  x.after = 10s;
  x.lasts = 5s;
  plan.set({x}, start);
  EXPECT_FALSE(plan.strike("/a", start + 9'999ms));
  EXPECT_TRUE(plan.strike("/a", start + 10s));
  EXPECT_TRUE(plan.strike("/a", start + 14'999ms));
  EXPECT_FALSE(plan.strike("/a", start + 15s));
}

TEST(FaultPlan, StrikesOnlyWhatMatches) {
  auto plan = fault_plan{1};
  auto x = simple(fault_kind::hang);
  x.match = "/candles";
  plan.set({x}, start);
  EXPECT_TRUE(plan.strike("/products/BTC-USD/candles?limit=1", start));
  EXPECT_FALSE(plan.strike("/products", start));
}

TEST(FaultPlan, StrikesAboutAsOftenAsItsRate) {
  auto plan = fault_plan{7};
  auto x = simple(fault_kind::ban);
  x.rate = 0.3;
  plan.set({x}, start);
  auto struck = 0;
  for (auto i = 0; i < 2'000; ++i)
    struck += plan.strike("/", start) ? 1 : 0;
  EXPECT_GT(struck, 520);
  EXPECT_LT(struck, 680);
  EXPECT_EQ(plan.counts().at("ban"), static_cast<std::uint64_t>(struck));
}

TEST(FaultPlan, RepeatsItsDecisionsForTheSameSeedAndNotForAnother) {
  const auto decisions = [](std::uint64_t seed) {
    auto plan = fault_plan{seed};
    auto x = simple(fault_kind::reset);
    x.rate = 0.5;
    plan.set({x}, start);
    auto text = std::string{};
    for (auto i = 0; i < 64; ++i)
      text += plan.strike("/", start) ? '1' : '0';
    return text;
  };
  EXPECT_EQ(decisions(5), decisions(5));
  EXPECT_NE(decisions(5), decisions(6));
}

TEST(FaultPlan, LetsTheFirstOfSeveralStrike) {
  auto plan = fault_plan{1};
  plan.set({simple(fault_kind::slow), simple(fault_kind::ban)}, start);
  EXPECT_EQ(plan.strike("/", start)->kind, fault_kind::slow);
  EXPECT_EQ(plan.counts().count("ban"), 0U);
}

TEST(FaultPlan, ForgetsTheOldFaultsWhenNewOnesAreSet) {
  auto plan = fault_plan{1};
  plan.set({simple(fault_kind::ban)}, start);
  plan.set({}, start);
  EXPECT_FALSE(plan.strike("/", start));
}

TEST(FaultPlan, AddsUpTheSkewOfTheClock) {
  auto plan = fault_plan{1};
  auto x = simple(fault_kind::clock_skew);
  x.value = "-90s";
  plan.set({x, simple(fault_kind::clock_skew)}, start);
  EXPECT_EQ(plan.skew("/", start), -30s);
  EXPECT_FALSE(plan.strike("/", start));
}

TEST(FaultPlan, DelistsAlwaysTheSameShareOfTheProducts) {
  auto plan = fault_plan{1};
  auto x = simple(fault_kind::delist);
  x.rate = 0.5;
  plan.set({x}, start);
  auto gone = 0;
  for (auto i = 0; i < 400; ++i) {
    const auto id = "P" + std::to_string(i) + "-USD";
    const auto is_gone = plan.delisted(id, start);
    EXPECT_EQ(plan.delisted(id, start), is_gone);
    gone += is_gone ? 1 : 0;
  }
  EXPECT_GT(gone, 150);
  EXPECT_LT(gone, 250);
}

TEST(FaultPlan, HoldsPostOnlyForWhatMatchesAndStrikesNothingWithIt) {
  auto plan = fault_plan{1};
  auto x = simple(fault_kind::post_only);
  x.match = "XBT";
  x.lasts = 5s;
  plan.set({x}, start);
  EXPECT_TRUE(plan.post_only("XXBTZUSD", start));
  EXPECT_FALSE(plan.post_only("SOLUSD", start));
  EXPECT_FALSE(plan.post_only({}, start));
  EXPECT_FALSE(plan.post_only("XXBTZUSD", start + 5s));
  EXPECT_FALSE(plan.delisted("XXBTZUSD", start));
  EXPECT_FALSE(plan.strike("/XBT", start));
  EXPECT_EQ(plan.counts().at("post_only"), 1U);
}

TEST(FaultPlan, ChangesTheRightsAndTheMoneyOfMatchingAccountsAlone) {
  auto plan = fault_plan{1};
  auto low = simple(fault_kind::low_balance);
  auto withdraw = simple(fault_kind::can_withdraw);
  auto view = simple(fault_kind::view_only);
  low.match = withdraw.match = view.match = "USER_1";
  low.value = "0.99";
  low.lasts = 5s;
  plan.set({low, withdraw, view}, start);
  EXPECT_EQ(plan.low_balance("USER_1", start), "0.99");
  EXPECT_EQ(plan.low_balance("MASTER", start), std::nullopt);
  EXPECT_EQ(plan.low_balance("USER_1", start + 5s), std::nullopt);
  EXPECT_TRUE(plan.can_withdraw("USER_1", start));
  EXPECT_FALSE(plan.can_withdraw("MASTER", start));
  EXPECT_TRUE(plan.view_only("USER_1", start));
  EXPECT_FALSE(plan.view_only("MASTER", start));
  EXPECT_FALSE(plan.strike("/USER_1", start));
  EXPECT_EQ(plan.counts().at("low_balance"), 1U);
  EXPECT_EQ(plan.counts().at("can_withdraw"), 1U);
  EXPECT_EQ(plan.counts().at("view_only"), 1U);
}

TEST(FaultPlan, LeavesHalfADollarUnlessToldOtherwise) {
  auto plan = fault_plan{1};
  plan.set({simple(fault_kind::low_balance)}, start);
  EXPECT_EQ(plan.low_balance("MASTER", start), "0.50");
}

TEST(FaultPlan, HoldsPostOnlyForTheVenueWhereItMatchesEverything) {
  auto plan = fault_plan{1};
  plan.set({simple(fault_kind::post_only)}, start);
  EXPECT_TRUE(plan.post_only({}, start));
}

} // namespace
} // namespace ballast::sim
