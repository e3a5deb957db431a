#include "sim/market_walk.hpp"

#include <gtest/gtest.h>

#include <cstdint>
#include <vector>

namespace ballast::sim {
namespace {

constexpr auto minute = std::int64_t{60};
constexpr auto hour = 60 * minute;
constexpr auto day = 24 * hour;
/// A moment in the middle of a minute, an hour and a day.
constexpr auto noon = std::int64_t{20'000} * day + 12 * hour + 31 * minute + 17;

market_walk::options lively(std::uint64_t seed) {
  return {.seed = seed,
          .price = 6'800'000,
          .volatility = 0.02,
          .trades = 150'000,
          .trade_size = 735'000};
}
market_walk::options thin(std::uint64_t seed) {
  return {.seed = seed,
          .price = 2'000,
          .volatility = 0.03,
          .trades = 150,
          .trade_size = 3};
}

std::vector<bar> bars(const market_walk& walk, std::int64_t from,
                      std::int64_t to, std::int64_t width, std::int64_t now) {
  auto result = std::vector<bar>{};
  walk.append_bars(result, from, to, width, now);
  return result;
}

std::vector<bar> merged(const std::vector<bar>& small, std::int64_t width) {
  auto result = std::vector<bar>{};
  for (auto x : small) {
    x.start = x.start / width * width;
    if (!result.empty() && result.back().start == x.start)
      merge_later(result.back(), x);
    else
      result.push_back(x);
  }
  return result;
}

class MarketWalk : public testing::TestWithParam<std::int64_t> {};

TEST_P(MarketWalk, AddsMinutesUpToEveryWiderBucket) {
  const auto width = GetParam();
  for (auto seed = std::uint64_t{1}; seed <= 4; ++seed)
    for (const auto& opts : {lively(seed), thin(seed)}) {
      const auto walk = market_walk{opts};
      const auto from = noon / day * day - day;
      EXPECT_EQ(bars(walk, from, noon, width, noon),
                merged(bars(walk, from, noon, minute, noon), width));
    }
}

INSTANTIATE_TEST_SUITE_P(Widths, MarketWalk,
                         testing::Values(5 * minute, 15 * minute, 30 * minute,
                                         hour, 2 * hour, 4 * hour, 6 * hour,
                                         day));

TEST(MarketWalk, IsTheSameWheneverAndInWhateverWindowItIsAsked) {
  const auto walk = market_walk{lively(1)};
  const auto whole = bars(walk, noon - 300 * minute, noon, minute, noon);
  const auto later
    = bars(walk, noon - 300 * minute, noon - minute, minute, noon + 3 * day);
  ASSERT_GT(whole.size(), 290U);
  for (auto i = std::size_t{0}; i + 1 < whole.size(); ++i) {
    const auto alone = bars(walk, whole[i].start, whole[i].start, minute, noon);
    ASSERT_EQ(alone.size(), 1U);
    EXPECT_EQ(alone.front(), whole[i]);
    EXPECT_EQ(later.at(i), whole[i]);
  }
}

TEST(MarketWalk, DiffersBySeed) {
  EXPECT_NE(bars(market_walk{lively(1)}, noon - hour, noon, minute, noon),
            bars(market_walk{lively(2)}, noon - hour, noon, minute, noon));
}

TEST(MarketWalk, KeepsEveryBarInItsRangeAndJoinedToTheOneBefore) {
  for (const auto& opts : {lively(3), thin(3)}) {
    const auto found
      = bars(market_walk{opts}, noon - 3 * day, noon, minute, noon);
    ASSERT_FALSE(found.empty());
    for (auto i = std::size_t{0}; i < found.size(); ++i) {
      const auto& x = found[i];
      EXPECT_GT(x.low, 0);
      EXPECT_LE(x.low, std::min(x.open, x.close));
      EXPECT_GE(x.high, std::max(x.open, x.close));
      EXPECT_GT(x.volume, 0);
      if (i > 0) {
        EXPECT_GT(x.start, found[i - 1].start);
        EXPECT_EQ(x.open, found[i - 1].close);
      }
    }
  }
}

TEST(MarketWalk, LeavesOutMinutesWithoutTradesOfAThinMarket) {
  const auto found = bars(market_walk{thin(1)}, noon - day, noon, minute, noon);
  EXPECT_GT(found.size(), 30U);
  EXPECT_LT(found.size(), 400U);
}

TEST(MarketWalk, MovesTheOpenBucketOnlyForwards) {
  const auto walk = market_walk{lively(5)};
  const auto start = noon / hour * hour;
  auto before = bars(walk, start, start, hour, start).at(0);
  for (auto now = start + 7; now < start + hour; now += 7) {
    const auto x = bars(walk, start, start, hour, now).at(0);
    EXPECT_EQ(x.open, before.open);
    EXPECT_GE(x.high, before.high);
    EXPECT_LE(x.low, before.low);
    EXPECT_GE(x.volume, before.volume);
    EXPECT_EQ(x.close, walk.last_price(now));
    before = x;
  }
  EXPECT_NE(before, bars(walk, start, start, hour, start).at(0));
}

TEST(MarketWalk, ShowsNothingOfTheFuture) {
  const auto walk = market_walk{lively(1)};
  EXPECT_TRUE(bars(walk, noon + minute, noon + hour, minute, noon).empty());
  EXPECT_EQ(bars(walk, noon - hour, noon + hour, minute, noon).back().start,
            noon / minute * minute);
}

TEST(MarketWalk, HasBucketsAtBothEndsOfTheWindow) {
  const auto walk = market_walk{lively(1)};
  const auto from = noon / minute * minute - 10 * minute;
  const auto found = bars(walk, from, from + 5 * minute, minute, noon);
  ASSERT_EQ(found.size(), 6U);
  EXPECT_EQ(found.front().start, from);
  EXPECT_EQ(found.back().start, from + 5 * minute);
  EXPECT_EQ(bars(walk, from + 1, from + 59, minute, noon).size(), 0U);
}

} // namespace
} // namespace ballast::sim
