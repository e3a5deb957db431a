#include "domain/random.hpp"
#include "tests/domain/governor_checks.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>

namespace ballast {

using namespace test;

namespace {

/// How to look at one seed again.
std::string again(std::uint64_t seed) {
  return "again: BALLAST_SEED=" + std::to_string(seed)
         + " domain_tests --gtest_filter='RateBudgetsArrivals.R*'";
}

} // namespace

TEST(RateBudgetsArrivals, R1_NeverExceedALimitWhateverTheNetworkDoes) {
  auto totals = world_totals{};
  const auto seeds = seeds_to_try(500);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed)
    ASSERT_EQ(safety_findings(seed, totals), "") << again(seed);
  if (seeds.last - seeds.first < 99)
    return;
  // Worlds in which nothing happens would show nothing.
  const auto count = seeds.last - seeds.first + 1;
  EXPECT_GT(totals.granted, 50 * count);
  EXPECT_GT(totals.wakes, 10 * count);
  EXPECT_LT(totals.wakes_in_vain, totals.wakes / 3);
  EXPECT_GT(totals.restarts, count / 2);
  EXPECT_GT(totals.probes, count / 2);
}

TEST(RateBudgetsArrivals, R5_UseTheLimitsAndServeEveryoneWhereNothingFails) {
  const auto seeds = seeds_to_try(100);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed)
    ASSERT_EQ(liveness_findings(seed), "") << again(seed);
}

namespace {

/// Runs one wish against one budget with a constant way there and back.
/// @returns the permits granted within `t`.
std::size_t saturate(const limit_row& row, duration round_trip, duration t) {
  auto budgets = budgets_of({row});
  (void)budgets.post(wish(1, lane::scan, 1'000'000, {{row.id, 1}}), start);
  auto answers = std::multimap<time_point, permit_id>{};
  std::size_t granted = 0;
  for (auto now = start; now < start + t;) {
    for (const auto& x : budgets.grant(now)) {
      answers.emplace(now + round_trip, x.id);
      ++granted;
    }
    auto next = budgets.next_wake(now).value_or(start + t);
    if (!answers.empty())
      next = std::min(next, answers.begin()->first);
    now = next;
    while (!answers.empty() && answers.begin()->first <= now) {
      budgets.end(answers.begin()->second, permit_end::answered, now);
      answers.erase(answers.begin());
    }
  }
  return granted;
}

} // namespace

TEST(RateBudgetsArrivals, UseAWindowUpToTheRoundTrip) {
  for (const auto round_trip : {0ms, 20ms, 100ms, 400ms}) {
    const auto granted = saturate(window_row(10, 1s), round_trip, 100s);
    const auto share = 1.0 / (1.0 + seconds(round_trip));
    EXPECT_GE(static_cast<double>(granted), 0.99 * 1000 * share);
    EXPECT_LE(static_cast<double>(granted), 1000 * share + 10);
  }
}

TEST(RateBudgetsArrivals, UseABucketWholly) {
  const auto granted = saturate(bucket_row(10, 1s, 10), 100ms, 100s);
  EXPECT_GE(granted, 970U);
  EXPECT_LE(granted, 1010U);
}

TEST(RateBudgetsArrivals, LeaveNoProvedRoomUnused) {
  // The rule again, written down in the plainest way, for random answers.
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    const auto units = static_cast<std::uint32_t>(1 + random.below(10));
    const auto window
      = duration{1 + static_cast<std::int64_t>(random.below(50))};
    auto budgets = budgets_of({window_row(units, window)});
    ASSERT_TRUE(budgets.post(wish(1, lane::scan, 1'000'000), start));
    auto out = std::set<permit_id>{};
    auto leaves = std::vector<time_point>{};
    for (auto now = start; now < start + 500ns; now += 1ns) {
      if (!out.empty() && random.below(3) == 0) {
        budgets.end(*out.begin(), permit_end::answered, now);
        leaves.push_back(now + window);
        out.erase(out.begin());
      }
      std::erase_if(leaves, [&](auto at) { return at <= now; });
      const auto permits = budgets.grant(now);
      ASSERT_EQ(permits.size() + out.size() + leaves.size(), units);
      for (const auto& x : permits)
        out.insert(x.id);
    }
  }
}

} // namespace ballast
