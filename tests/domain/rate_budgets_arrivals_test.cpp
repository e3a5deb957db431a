#include "tests/domain/rate_budgets_world.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast {

using namespace test;

namespace {

const auto seeds = test::seed_count(200);
constexpr std::size_t permits_each = 120;

} // namespace

TEST(RateBudgetsArrivals, R1_NeverExceedALimitWhateverTheNetworkDoes) {
  for (std::uint64_t seed = 1; seed <= seeds; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto world = rate_world{seed};
    world.run(permits_each, 10min);
    ASSERT_EQ(world.over(), 0U);
    ASSERT_EQ(world.early_birds, 0U) << "a permit before the announced wake";
    ASSERT_EQ(world.idle_spins, 0U) << "a wake that is not in the future";
  }
}

TEST(RateBudgetsArrivals, AreTriedByEnoughTrafficAndWakesThatMostlyYield) {
  std::size_t granted = 0;
  std::size_t wakes = 0;
  std::size_t in_vain = 0;
  for (std::uint64_t seed = 1; seed <= seeds / 10; ++seed) {
    auto world = rate_world{seed};
    world.run(permits_each, 10min);
    granted += world.granted();
    wakes += world.wakes;
    in_vain += world.wakes_in_vain;
  }
  EXPECT_GT(granted, seeds / 10 * permits_each / 2);
  EXPECT_GT(wakes, 500U);
  EXPECT_LT(in_vain, wakes / 5);
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
