#include "sim/link.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <vector>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

/// Delays of one message every 10 ms.
std::vector<duration> delays(link_model model, std::uint64_t seed, int count) {
  auto way = link_way{{.model = model}, random_source{seed}};
  auto result = std::vector<duration>{};
  auto now = time_point{};
  for (auto i = 0; i < count; ++i, now += 10ms)
    result.push_back(way.arrival(now) - now);
  return result;
}

duration median(std::vector<duration> x) {
  std::sort(x.begin(), x.end());
  return x[x.size() / 2];
}

TEST(Link, TakesAlwaysTheSameTimeWhenConstant) {
  for (const auto x : delays(link_model::constant, 1, 100))
    EXPECT_EQ(x, 10ms);
}

TEST(Link, RepeatsItsDelaysForTheSameSeedAndNotForAnother) {
  for (const auto model : {link_model::clipped, link_model::heavy,
                           link_model::resend, link_model::stalls}) {
    EXPECT_EQ(delays(model, 3, 500), delays(model, 3, 500));
    EXPECT_NE(delays(model, 3, 500), delays(model, 4, 500));
  }
}

TEST(Link, ClipsTheJitterOfTheClippedModelAroundItsMedian) {
  const auto found = delays(link_model::clipped, 1, 5'000);
  EXPECT_GE(*std::min_element(found.begin(), found.end()), 10ms);
  EXPECT_LE(*std::max_element(found.begin(), found.end()), 310ms);
  EXPECT_NEAR(seconds(median(found)), 0.070, 0.004);
}

TEST(Link, HasATailBeyondTheClipWhenHeavyOrResent) {
  for (const auto model : {link_model::heavy, link_model::resend}) {
    const auto found = delays(model, 1, 5'000);
    EXPECT_GT(*std::max_element(found.begin(), found.end()), 400ms);
    EXPECT_NEAR(seconds(median(found)), 0.070, 0.006);
  }
}

TEST(Link, DeliversAllAtOnceWhenAStallEnds) {
  auto way = link_way{{.model = link_model::stalls}, random_source{1}};
  auto arrivals = std::map<time_point, int>{};
  for (auto now = time_point{}; now < time_point{} + 10min; now += 10ms)
    ++arrivals[way.arrival(now)];
  const auto stalls
    = std::count_if(arrivals.begin(), arrivals.end(),
                    [](const auto& x) { return x.second >= 20; });
  // One about every 30 s: some 20 in ten minutes.
  EXPECT_GT(stalls, 8);
  EXPECT_LT(stalls, 40);
}

} // namespace
} // namespace ballast::sim
