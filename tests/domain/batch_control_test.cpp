#include "domain/health_score.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto t0 = time_point{} + 1h;

TEST(BatchSize, MeetsThePublishedVectors) {
  struct row {
    int score;
    int least;
    int most;
    int size;
  };
  for (const auto& [score, least, most, size] :
       {row{100, 5, 15, 15}, row{80, 5, 15, 13}, row{70, 5, 15, 10},
        row{60, 5, 15, 8}, row{48, 5, 15, 5}, row{50, 5, 15, 5},
        row{0, 5, 15, 5}, row{100, 1, 50, 50}, row{80, 1, 50, 42},
        row{70, 1, 50, 33}, row{60, 1, 50, 25}, row{48, 1, 50, 15},
        row{30, 1, 50, 1}, row{0, 1, 50, 1}})
    EXPECT_EQ(batch_size_of(score, least, most), size) << score << ' ' << most;
}

TEST(BatchSize, IsTheLeastWhenTheScoreIsUnknown) {
  EXPECT_EQ(batch_size_of(std::nullopt, 5, 15), 5);
}

TEST(BatchSize, RisesWithTheScoreWithinItsBounds) {
  auto random = random_source{11};
  for (int i = 0; i < 200; ++i) {
    const auto least = static_cast<int>(1 + random.below(50));
    const auto most = least + static_cast<int>(random.below(1000));
    auto before = least;
    for (int score = 0; score <= 100; ++score) {
      const auto size = batch_size_of(score, least, most);
      ASSERT_GE(size, before);
      ASSERT_LE(size, most);
      before = size;
    }
    ASSERT_EQ(before, most);
  }
}

health_view scored(std::optional<int> score, double latency = 1) {
  auto x = health_view{};
  x.score = score;
  x.factors.latency = latency;
  return x;
}

/// Past its warm-up at t0, between 5 and 15.
batch_control warmed_up() {
  auto x = batch_control{5, 15};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(x.size(scored(100), t0), 5);
    x.cycle_done();
  }
  return x;
}

/// Past its warm-up and grown to 15 at t0 + 70 s.
batch_control grown() {
  auto x = warmed_up();
  EXPECT_EQ(x.size(scored(100), t0 + 70s), 15);
  return x;
}

TEST(BatchControl, UsesTheLeastInTheFirstThreeCycles) {
  auto x = batch_control{5, 15};
  for (int i = 0; i < 3; ++i) {
    EXPECT_EQ(x.size(scored(100), t0 + i * 1h), 5);
    x.cycle_done();
  }
  EXPECT_EQ(x.size(scored(100), t0 + 2h + 10s), 7);
}

TEST(BatchControl, GrowsByATenthOfTheMostPerCleanTenSeconds) {
  auto x = warmed_up();
  EXPECT_EQ(x.size(scored(100), t0 + 10s - 1ns), 5);
  EXPECT_EQ(x.size(scored(100), t0 + 10s), 7);
  EXPECT_EQ(x.size(scored(100), t0 + 20s), 8);
  EXPECT_EQ(x.size(scored(100), t0 + 60s), 14);
  EXPECT_EQ(x.size(scored(100), t0 + 70s), 15);
  EXPECT_EQ(x.size(scored(100), t0 + 24h), 15);
}

TEST(BatchControl, GrowsTheSameHoweverOftenItIsAsked) {
  auto often = warmed_up();
  auto seldom = warmed_up();
  for (auto at = 0s; at < 40s; ++at)
    often.size(scored(100), t0 + at);
  EXPECT_EQ(often.size(scored(100), t0 + 40s),
            seldom.size(scored(100), t0 + 40s));
}

TEST(BatchControl, HalvesOnA429AtMostOncePerTenSeconds) {
  auto x = grown();
  x.throttled(t0 + 71s);
  EXPECT_EQ(x.size(scored(100), t0 + 71s), 8);
  x.throttled(t0 + 81s - 1ns);
  EXPECT_EQ(x.size(scored(100), t0 + 81s - 1ns), 8);
  x.throttled(t0 + 81s);
  EXPECT_EQ(x.size(scored(100), t0 + 81s), 5);
}

TEST(BatchControl, GrowsAgainOnlyTenSecondsAfterTheLast429) {
  auto x = grown();
  x.throttled(t0 + 71s);
  x.throttled(t0 + 80s);
  EXPECT_EQ(x.size(scored(100), t0 + 90s - 1ns), 8);
  EXPECT_EQ(x.size(scored(100), t0 + 90s), 9);
}

TEST(BatchControl, ShrinksByATenthPerTenSecondsWhileSlow) {
  auto x = grown();
  EXPECT_EQ(x.size(scored(100, 0.9), t0 + 79s), 15);
  EXPECT_EQ(x.size(scored(100, 0.9), t0 + 80s), 14);
  EXPECT_EQ(x.size(scored(100, 0.9), t0 + 90s), 12);
  EXPECT_EQ(x.size(scored(100, 0.9), t0 + 1h), 5);
}

TEST(BatchControl, FallsAtOnceWithTheScoreAndEarnsItBackStepByStep) {
  auto x = grown();
  EXPECT_EQ(x.size(scored(60), t0 + 71s), 8);
  EXPECT_EQ(x.size(scored(100), t0 + 72s), 8);
  EXPECT_EQ(x.size(scored(100), t0 + 80s), 10);
}

TEST(BatchControl, UsesTheLeastWhileHealthIsUnknown) {
  auto x = grown();
  EXPECT_EQ(x.size(scored(std::nullopt), t0 + 71s), 5);
}

TEST(BatchControl, StaysWithinItsBoundsAndWhatTheScoreAllows) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    auto random = random_source{seed};
    const auto least = static_cast<int>(1 + random.below(20));
    const auto most = least + static_cast<int>(random.below(100));
    auto x = batch_control{least, most};
    auto now = t0;
    for (int i = 0; i < 200; ++i) {
      now += std::chrono::milliseconds{random.below(8000)};
      if (random.below(10) == 0)
        x.throttled(now);
      x.cycle_done();
      const auto score = static_cast<int>(random.below(101));
      const auto latency = random.below(3) == 0 ? 0.8 : 1.0;
      const auto size = x.size(scored(score, latency), now);
      ASSERT_GE(size, least) << "seed " << seed;
      ASSERT_LE(size, batch_size_of(score, least, most)) << "seed " << seed;
    }
  }
}

} // namespace
} // namespace ballast
