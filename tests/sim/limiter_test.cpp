#include "domain/limit.hpp"
#include "domain/random.hpp"
#include "sim/limiter.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <vector>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

bool arrive(limiter& x, time_point now) {
  if (!x.has_room(1, now)) {
    x.refuse(1, now);
    return false;
  }
  x.take(1, now);
  return true;
}

/// Arrivals in ascending order: bursts, trickles and long silences, more of
/// them than `rule` allows.
std::vector<time_point> arrivals(std::uint64_t seed, const limit_rule& rule) {
  auto random = random_source{seed};
  auto now = time_point{}
             + duration{static_cast<std::int64_t>(random.below(1'000'000'000))};
  auto result = std::vector<time_point>{};
  for (auto i = 0; i < 400; ++i) {
    const auto kind = random.below(10);
    const auto step = kind < 4   ? 0ns
                      : kind < 9 ? rule.window / rule.units
                                 : 3 * rule.window;
    // Whole eighths of a step meet the borders of windows exactly.
    now += step * static_cast<std::int64_t>(random.below(9)) / 8;
    result.push_back(now);
  }
  return result;
}

/// The rules once more, each as slow and plain as it can be said.
/// @param admitted earlier arrivals that still count
bool reference_admits(const limit_rule& rule,
                      const std::vector<time_point>& admitted, time_point now) {
  const auto units = static_cast<std::int64_t>(rule.units);
  if (rule.kind == limit_kind::sliding_window)
    return std::count_if(admitted.begin(), admitted.end(),
                         [&](time_point x) { return x > now - rule.window; })
           < units;
  if (rule.kind == limit_kind::fixed_window)
    return std::count_if(admitted.begin(), admitted.end(),
                         [&](time_point x) {
                           return x.time_since_epoch() / rule.window
                                  == now.time_since_epoch() / rule.window;
                         })
           < units;
  // A bucket that is full at first: since any earlier admission no more than
  // the burst and what was earned since then.
  for (auto i = std::size_t{0}; i < admitted.size(); ++i) {
    const auto taken = static_cast<std::int64_t>(admitted.size() - i + 1);
    if (taken * rule.window.count() > rule.burst * rule.window.count()
                                        + units * (now - admitted[i]).count())
      return false;
  }
  return true;
}

class LimiterRule : public testing::TestWithParam<limit_rule> {};

TEST_P(LimiterRule, AdmitsExactlyWhatABruteForceReferenceAdmits) {
  for (auto seed = std::uint64_t{1}; seed <= 20; ++seed) {
    auto subject = limiter{GetParam()};
    auto charged = std::vector<time_point>{};
    auto admitted = 0;
    for (const auto now : arrivals(seed, GetParam())) {
      const auto expected = reference_admits(GetParam(), charged, now);
      ASSERT_EQ(arrive(subject, now), expected)
        << "seed " << seed << ", after " << admitted;
      admitted += expected ? 1 : 0;
      if (expected || GetParam().charges_refused)
        charged.push_back(now);
    }
    // A reference that admits all, or next to nothing, would show nothing.
    EXPECT_GT(admitted, 20);
    EXPECT_LT(admitted, 400);
  }
}

TEST_P(LimiterRule, TellsTheMomentFromWhichThereIsRoomAgain) {
  for (auto seed = std::uint64_t{1}; seed <= 20; ++seed) {
    auto subject = limiter{GetParam()};
    for (const auto now : arrivals(seed, GetParam())) {
      const auto standing = subject.standing(now);
      ASSERT_EQ(standing.remaining > 0, subject.has_room(1, now));
      ASSERT_EQ(standing.remaining == 0, standing.wait > 0ns);
      if (standing.wait > 0ns) {
        auto before = subject;
        EXPECT_FALSE(before.has_room(1, now + standing.wait - 1ns));
        auto then = subject;
        EXPECT_TRUE(then.has_room(1, now + standing.wait));
      } else {
        subject.take(1, now);
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(
  Kinds, LimiterRule,
  testing::Values(limit_rule{limit_kind::sliding_window, 10, 1s, 0},
                  limit_rule{limit_kind::sliding_window, 1, 300ms, 0},
                  limit_rule{limit_kind::fixed_window, 7, 1s, 0},
                  limit_rule{limit_kind::token_bucket, 10, 1s, 10},
                  limit_rule{limit_kind::token_bucket, 3, 1s, 7},
                  limit_rule{limit_kind::decaying_counter, 33, 100s, 15},
                  limit_rule{limit_kind::decaying_counter, 33, 100s, 15, true},
                  limit_rule{limit_kind::decaying_counter, 1, 1s, 20, true}));

TEST(Limiter, AdmitsTheBurstAndThenOneAtEachTokenEarned) {
  auto subject = limiter{{limit_kind::token_bucket, 10, 1s, 10}};
  const auto start = time_point{5s};
  for (auto i = 0; i < 10; ++i)
    EXPECT_TRUE(arrive(subject, start));
  EXPECT_FALSE(arrive(subject, start + 99'999'999ns));
  EXPECT_TRUE(arrive(subject, start + 100ms));
}

TEST(Limiter, KeepsOutForLongerWhoGoesOnCallingIfRefusedCallsCount) {
  auto subject = limiter{{limit_kind::decaying_counter, 1, 1s, 2, true}};
  const auto start = time_point{5s};
  EXPECT_TRUE(arrive(subject, start));
  EXPECT_TRUE(arrive(subject, start));
  for (auto i = 0; i < 5; ++i)
    EXPECT_FALSE(arrive(subject, start));
  EXPECT_EQ(subject.standing(start).wait, 6s);
  EXPECT_FALSE(subject.has_room(1, start + 6s - 1ns));
  EXPECT_TRUE(subject.has_room(1, start + 6s));
}

TEST(Limiter, ForgivesInTheEndWhoeverCalledTenThousandTimes) {
  auto subject = limiter{{limit_kind::decaying_counter, 33, 100s, 15, true}};
  for (auto i = 0; i < 10'000; ++i)
    arrive(subject, time_point{5s});
  EXPECT_FALSE(subject.has_room(1, time_point{5s} + 50min));
  EXPECT_TRUE(subject.has_room(1, time_point{5s} + 51min));
}

TEST(Limiter, IsFullAgainAfterTenYearsOfSilence) {
  auto subject = limiter{{limit_kind::token_bucket, 10'000, 1h, 10'000}};
  EXPECT_TRUE(arrive(subject, time_point{}));
  EXPECT_EQ(subject.standing(time_point{} + 87'600h).remaining, 10'000U);
}

TEST(Limiter, TreatsATimeThatRunsBackwardsAsStandingStill) {
  auto subject = limiter{{limit_kind::sliding_window, 1, 1s, 0}};
  EXPECT_TRUE(arrive(subject, time_point{10s}));
  EXPECT_FALSE(arrive(subject, time_point{2s}));
  EXPECT_FALSE(arrive(subject, time_point{10s + 999ms}));
  EXPECT_TRUE(arrive(subject, time_point{11s}));
}

} // namespace
} // namespace ballast::sim
