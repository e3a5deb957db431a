#include "domain/random.hpp"
#include "domain/rate_budgets.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>

namespace ballast {

using namespace test;

namespace {

/// Answers everything at once, so that a window frees a window later.
std::map<demand_id, std::size_t> serve(rate_budgets& budgets, time_point from,
                                       time_point to) {
  auto served = std::map<demand_id, std::size_t>{};
  for (auto now = from; now < to;) {
    for (const auto& x : budgets.grant(now)) {
      ++served[x.demand];
      budgets.end(x.id, permit_end::answered, now);
    }
    now = budgets.next_wake(now).value_or(to);
  }
  return served;
}

} // namespace

TEST(RateBudgetsLanes, R5_ExitAlwaysFindsItsPartWhileOthersSaturate) {
  for (std::uint64_t seed = 1; seed <= 50; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    const auto units = static_cast<std::uint32_t>(2 + random.below(60));
    const auto part = std::max(1U, units / 10);
    auto budgets = budgets_of({window_row(units, 1s)}, true);
    for (demand_id id = 1; id <= 4; ++id)
      ASSERT_TRUE(
        budgets.post(wish(id, static_cast<lane>(id), 100'000), start));
    auto now = start;
    for (auto turn = 0; turn < 20; ++turn) {
      for (const auto& x : budgets.grant(now))
        if (random.below(2) == 0)
          budgets.end(x.id, permit_end::answered, now);
      now += duration{static_cast<std::int64_t>(random.below(2'000'000'000))};
    }
    ASSERT_TRUE(budgets.post(wish(9, lane::exit, part), now));
    const auto permits = budgets.grant(now);
    const auto exits
      = std::count_if(permits.begin(), permits.end(),
                      [](const auto& x) { return x.demand == 9; });
    ASSERT_EQ(static_cast<std::uint32_t>(exits), part);
  }
}

TEST(RateBudgetsLanes, ExitComesFirst) {
  auto budgets = budgets_of({window_row(10, 1s)}, true);
  ASSERT_TRUE(budgets.post(wish(1, lane::entry, 20), start));
  ASSERT_TRUE(budgets.post(wish(2, lane::exit, 6), start));
  const auto permits = budgets.grant(start);
  ASSERT_EQ(permits.size(), 9U);
  for (std::size_t i = 0; i < permits.size(); ++i)
    EXPECT_EQ(permits[i].demand, i < 6 ? 2U : 1U);
}

TEST(RateBudgetsLanes, OneExitFitsItsPartHoweverMuchItCosts) {
  // A tenth of 60 are 6, and a cancel costs 8.
  auto budgets = budgets_of({bucket_row(1, 1s, 60)}, true);
  const auto cancel = wish(9, lane::exit, 1, {{"venue.bucket", 8}});
  ASSERT_TRUE(budgets.post(cancel, start));
  budgets.withdraw(9);
  ASSERT_TRUE(
    budgets.post(wish(1, lane::entry, 1000, {{"venue.bucket", 1}}), start));
  EXPECT_EQ(budgets.grant(start).size(), 52U);
  ASSERT_TRUE(budgets.post(cancel, start));
  EXPECT_EQ(budgets.grant(start).size(), 1U);
}

TEST(RateBudgetsLanes, NobodyIsShutOutByWhatOneExitCosts) {
  auto budgets = budgets_of({window_row(10, 1s)}, true);
  ASSERT_TRUE(
    budgets.post(wish(9, lane::exit, 1, {{"venue.window", 8}}), start));
  budgets.withdraw(9);
  ASSERT_TRUE(
    budgets.post(wish(1, lane::entry, 1, {{"venue.window", 9}}), start));
  EXPECT_EQ(budgets.grant(start).size(), 1U);
}

TEST(RateBudgetsLanes, ACostlyExitIsNotOvertakenByCheapScans) {
  auto budgets = budgets_of({window_row(10, 1s)}, true);
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 1000), start));
  auto now = start;
  auto ends = std::vector<std::pair<time_point, permit_id>>{};
  for (const auto& x : budgets.grant(now))
    ends.emplace_back(now += 100ms, x.id);
  for (const auto& [at, id] : ends)
    budgets.end(id, permit_end::answered, at);
  ASSERT_TRUE(budgets.post(wish(2, lane::exit, 1, {{"venue.window", 8}}), now));
  const auto served = serve(budgets, now, now + 1s);
  EXPECT_EQ(served.at(2), 1U);
}

TEST(RateBudgetsLanes, TheOthersShareEightToFourToTwoToOne) {
  auto budgets = budgets_of({window_row(15, 1s)});
  for (demand_id id = 1; id <= 4; ++id)
    ASSERT_TRUE(budgets.post(wish(id, static_cast<lane>(id), 100'000), start));
  const auto served = serve(budgets, start, start + 100s);
  EXPECT_NEAR(static_cast<double>(served.at(1)), 800, 10);
  EXPECT_NEAR(static_cast<double>(served.at(2)), 400, 10);
  EXPECT_NEAR(static_cast<double>(served.at(3)), 200, 10);
  EXPECT_NEAR(static_cast<double>(served.at(4)), 100, 10);
}

TEST(RateBudgetsLanes, ALaneThatWasIdleSavesNothingUp) {
  auto budgets = budgets_of({window_row(15, 1s)});
  ASSERT_TRUE(budgets.post(wish(4, lane::backfill, 100'000), start));
  serve(budgets, start, start + 50s);
  ASSERT_TRUE(budgets.post(wish(3, lane::scan, 100'000), start + 50s));
  const auto served = serve(budgets, start + 50s, start + 60s);
  EXPECT_NEAR(static_cast<double>(served.at(3)), 100, 5);
  EXPECT_NEAR(static_cast<double>(served.at(4)), 50, 5);
}

TEST(RateBudgetsLanes, ScansTakeAllWhenNoHigherLaneWaits) {
  auto budgets = budgets_of({window_row(10, 1s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 100), start));
  EXPECT_EQ(budgets.grant(start).size(), 10U);
}

TEST(RateBudgetsLanes, ScansTakeSixtyPercentWhileAHigherLaneWaits) {
  auto budgets = budgets_of({window_row(20, 1s)});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::entry, 1, {{"venue.window", 4}}), start));
  ASSERT_EQ(budgets.grant(start).size(), 1U);
  ASSERT_TRUE(
    budgets.post(wish(2, lane::account, 1, {{"venue.window", 17}}), start));
  ASSERT_TRUE(budgets.post(wish(3, lane::scan, 100), start));
  EXPECT_EQ(budgets.grant(start).size(), 12U);
  budgets.withdraw(2);
  EXPECT_EQ(budgets.grant(start).size(), 4U);
}

TEST(RateBudgetsLanes, AWishThatAnotherBudgetHoldsUpIsInNobodysWay) {
  auto budgets
    = budgets_of({window_row(1, 60s, "busy"), window_row(5, 1s, "idle")});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::entry, 5, {{"busy", 1}, {"idle", 1}}), start));
  const auto first = budgets.grant(start);
  ASSERT_EQ(first.size(), 1U);
  end_all(budgets, first, permit_end::answered, start);
  ASSERT_TRUE(budgets.post(wish(2, lane::backfill, 9, {{"idle", 1}}), start));
  EXPECT_EQ(budgets.grant(start).size(), 4U);
  // Not even once it has waited long.
  EXPECT_EQ(budgets.grant(start + 40s).size(), 5U);
}

TEST(RateBudgetsLanes, ARequestThatIsGivenUpWakesThoseWhoStoodBack) {
  // Found by seed 593 of the arrivals: EXIT waits for an answer that may come
  // any moment, and keeps its units elsewhere. Once nobody expects it any more
  // EXIT has to wait for so long that it keeps nothing.
  auto budgets
    = budgets_of({window_row(1, 600s, "slow"), window_row(2, 60s, "fast")});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 1, {{"slow", 1}}), start));
  ASSERT_EQ(budgets.grant(start).size(), 1U);
  ASSERT_TRUE(
    budgets.post(wish(2, lane::exit, 1, {{"slow", 1}, {"fast", 2}}), start));
  ASSERT_TRUE(budgets.post(wish(3, lane::scan, 1, {{"fast", 1}}), start));
  EXPECT_TRUE(budgets.grant(start + 25s).empty());
  EXPECT_EQ(budgets.next_wake(start + 25s), start + 30s);
  const auto permits = budgets.grant(start + 30s);
  ASSERT_EQ(permits.size(), 1U);
  EXPECT_EQ(permits[0].demand, 3U);
}

TEST(RateBudgetsLanes, ALimitThatGrowsAgainWakesThoseWhoStoodBack) {
  // Found by seed 8900 of the arrivals: EXIT waits for the next growth of a
  // limit that was cut, keeps its units elsewhere, and is not helped by it.
  auto budgets
    = budgets_of({window_row(10, 90s, "cut"), window_row(2, 1s, "fast")});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 7, {{"cut", 1}}), start));
  const auto first = budgets.grant(start);
  ASSERT_EQ(first.size(), 7U);
  (void)budgets.throttled(first[0].id, {1ms, {}, {}}, start);
  end_all(budgets, first, permit_end::answered, start);
  ASSERT_TRUE(budgets.post(wish(2, lane::exit, 1, {{"cut", 3}, {"fast", 2}}),
                           start + 1ms));
  const auto grows = budgets.next_wake(start + 1ms).value();
  ASSERT_GT(grows, start + 2s);
  const auto before = grows - 100ms;
  ASSERT_TRUE(budgets.post(wish(3, lane::scan, 2, {{"fast", 1}}), before - 1s));
  const auto one = budgets.grant(before - 1s);
  ASSERT_EQ(one.size(), 2U);
  budgets.end(one[0].id, permit_end::unsent, before);
  budgets.end(one[1].id, permit_end::answered, before);
  ASSERT_TRUE(budgets.post(wish(3, lane::scan, 1, {{"fast", 1}}), before));
  EXPECT_TRUE(budgets.grant(before).empty());
  EXPECT_EQ(budgets.next_wake(before), grows);
  EXPECT_EQ(budgets.grant(grows).size(), 1U);
}

TEST(RateBudgetsLanes, TheEndOfAHoldWakesThoseWhoStoodBack) {
  // Found by seed 11593 of the arrivals: in a hold EXIT waits for its own part,
  // which an answer may free any moment; after it, for the whole limit.
  auto budgets = rate_budgets{unspread()};
  budgets.add("held", window_row(10, 60s, "held"), true);
  budgets.add("fast", window_row(2, 1s, "fast"), false);
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 9, {{"held", 1}}), start));
  const auto first = budgets.grant(start);
  ASSERT_EQ(first.size(), 9U);
  ASSERT_TRUE(budgets.post(wish(2, lane::exit, 1, {{"held", 1}}), start));
  ASSERT_EQ(budgets.grant(start).size(), 1U);
  (void)budgets.throttled(first[0].id, {5s, {}, {}}, start);
  end_all(budgets, first, permit_end::answered, start);
  ASSERT_TRUE(
    budgets.post(wish(3, lane::exit, 1, {{"held", 1}, {"fast", 2}}), start));
  ASSERT_TRUE(budgets.post(wish(4, lane::scan, 1, {{"fast", 1}}), start));
  EXPECT_TRUE(budgets.grant(start).empty());
  EXPECT_EQ(budgets.next_wake(start), start + 5s);
  const auto permits = budgets.grant(start + 5s);
  ASSERT_EQ(permits.size(), 1U);
  EXPECT_EQ(permits[0].demand, 4U);
}

TEST(RateBudgetsLanes, ACostlyWishIsNotStarvedByCheapOnes) {
  // Each second frees one unit; the cheap wish takes each, until the costly
  // one has waited for 10 s and keeps them.
  auto budgets = budgets_of({bucket_row(1, 1s, 5)});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::scan, 1000, {{"venue.bucket", 1}}), start));
  auto served = serve(budgets, start, start + 20s);
  ASSERT_TRUE(
    budgets.post(wish(2, lane::scan, 1, {{"venue.bucket", 5}}), start + 20s));
  served = serve(budgets, start + 20s, start + 36s);
  EXPECT_EQ(served.count(2), 1U);
}

TEST(RateBudgetsLanes, AWaitingRequestRisesALaneEveryTenSeconds) {
  // ENTRY would take every unit: 1 a second, and a scan may have one only
  // after its turn in the lane it has risen to.
  auto budgets = budgets_of({window_row(1, 20s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::backfill, 1), start));
  ASSERT_EQ(serve(budgets, start, start + 1s).at(1), 1U);
  ASSERT_TRUE(budgets.post(wish(1, lane::backfill, 1), start + 1s));
  ASSERT_TRUE(budgets.post(wish(2, lane::entry, 1), start + 20s - 1ns));
  // Risen from BACKFILL to ACCOUNT in 19 s: still behind ENTRY.
  EXPECT_EQ(serve(budgets, start + 20s, start + 21s).count(2), 1U);
  ASSERT_TRUE(budgets.post(wish(2, lane::entry, 1), start + 21s));
  // In ENTRY by now, and waiting for longer.
  EXPECT_EQ(serve(budgets, start + 40s, start + 41s).count(1), 1U);
}

TEST(RateBudgetsLanes, NothingRisesIntoExit) {
  auto budgets = budgets_of({window_row(2, 1s)}, true);
  ASSERT_TRUE(budgets.post(wish(1, lane::entry, 9), start));
  ASSERT_EQ(budgets.grant(start).size(), 1U);
  EXPECT_TRUE(budgets.grant(start + 25s).empty());
}

TEST(RateBudgetsLanes, AccountsOfALaneTakeTurns) {
  auto budgets = budgets_of({window_row(7, 1s)});
  const auto spends = std::vector<spend>{{"venue.window", 1}};
  // One account asks much more and three times as often.
  for (demand_id id = 1; id <= 3; ++id)
    ASSERT_TRUE(
      budgets.post(wish(id, lane::scan, 10'000, spends, "greedy"), start));
  ASSERT_TRUE(budgets.post(wish(4, lane::scan, 10'000, spends, "b"), start));
  ASSERT_TRUE(budgets.post(wish(5, lane::scan, 10'000, spends, "c"), start));
  auto served = serve(budgets, start, start + 60s);
  const auto greedy = served.at(1) + served.at(2) + served.at(3);
  EXPECT_NEAR(static_cast<double>(greedy), 140, 2);
  EXPECT_NEAR(static_cast<double>(served.at(4)), 140, 2);
  EXPECT_NEAR(static_cast<double>(served.at(5)), 140, 2);
}

TEST(RateBudgetsLanes, R5_NobodyWaitsForEver) {
  // Random wishes that are always renewed; each is served again and again.
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    auto budgets = budgets_of({window_row(10, 1s, "a"), window_row(20, 5s, "b"),
                               bucket_row(4, 1s, 8, "c")});
    for (demand_id id = 1; id <= 10; ++id) {
      auto spends = std::vector<spend>{};
      for (const auto* name : {"a", "b", "c"})
        if (random.below(2) == 0)
          spends.push_back(
            {name, static_cast<std::uint32_t>(1 + random.below(8))});
      if (spends.empty())
        spends.push_back({"a", 1});
      const auto where = static_cast<lane>(1 + random.below(4));
      ASSERT_TRUE(budgets.post(
        wish(id, where, 100'000, spends, std::to_string(id)), start));
    }
    const auto served = serve(budgets, start, start + 200s);
    for (demand_id id = 1; id <= 10; ++id)
      ASSERT_GE(served.count(id) > 0 ? served.at(id) : 0U, 3U) << id;
  }
}

} // namespace ballast
