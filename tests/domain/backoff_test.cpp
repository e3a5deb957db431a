#include "domain/backoff.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto t0 = time_point{} + 1h;

int retries_left(retry_budget x, time_point now) {
  auto n = 0;
  while (x.take(now))
    ++n;
  return n;
}

TEST(Backoff, DoublesTheLongestDelayUpToTwentySeconds) {
  EXPECT_EQ(next_delay(0, 0.5), 125ms);
  EXPECT_EQ(next_delay(1, 0.5), 250ms);
  EXPECT_EQ(next_delay(6, 0.5), 8s);
  EXPECT_EQ(next_delay(7, 0.5), 10s);
  EXPECT_EQ(next_delay(4'000'000'000U, 0.5), 10s);
}

TEST(Backoff, JittersDownToNothing) { EXPECT_EQ(next_delay(3, 0), 0ms); }

TEST(Backoff, SpreadsThoseWhoFailedTogetherOverTheWholeDelay) {
  auto random = random_source{3};
  auto per_bucket = std::map<std::int64_t, int>{};
  for (int broker = 0; broker < 100; ++broker)
    for (unsigned attempt = 4; attempt < 7; ++attempt)
      ++per_bucket[next_delay(attempt, random.uniform()) / 100ms];
  for (const auto& [bucket, count] : per_bucket)
    EXPECT_LE(count, 15) << bucket; // 5 % of 300.
}

TEST(RetryBudget, AllowsTenAMinuteWithoutAnySuccess) {
  auto x = retry_budget{};
  EXPECT_EQ(retries_left(x, t0), 10);
  for (int i = 0; i < 10; ++i)
    x.take(t0 + i * 1s);
  EXPECT_FALSE(x.take(t0 + 60s - 1ns));
  EXPECT_TRUE(x.take(t0 + 60s));
  EXPECT_FALSE(x.take(t0 + 60s));
}

TEST(RetryBudget, AddsATenthOfRecentSuccesses) {
  auto x = retry_budget{};
  for (int i = 0; i < 59; ++i)
    x.succeeded(t0);
  EXPECT_EQ(retries_left(x, t0), 15);
  x.succeeded(t0);
  EXPECT_EQ(retries_left(x, t0), 16);
  EXPECT_EQ(retries_left(x, t0 + 60s), 10);
}

TEST(RetryBudget, FaultB2_NeverLetsRetriesPassTheBudgetOfAnyMinute) {
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    auto random = random_source{seed};
    auto x = retry_budget{};
    auto successes = std::vector<time_point>{};
    auto retries = std::vector<time_point>{};
    const auto recent = [](const auto& times, time_point now) {
      return static_cast<double>(
        std::count_if(times.begin(), times.end(),
                      [&](time_point at) { return at + 60s > now; }));
    };
    auto now = t0;
    for (int i = 0; i < 1000; ++i) {
      now += std::chrono::milliseconds{random.below(700)};
      if (random.below(3) == 0) {
        x.succeeded(now);
        successes.push_back(now);
      } else if (x.take(now)) {
        retries.push_back(now);
        ASSERT_LE(recent(retries, now), 10 + 0.1 * recent(successes, now));
      }
    }
    EXPECT_GT(retries.size(), 20U);
  }
}

} // namespace
} // namespace ballast
