// As many markets as five venues list, and 732 by candles alone.
#include "tests/support/candle_turn.hpp"
#include "tests/support/funnel_turn.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

TEST(FunnelTurn, PricesTwelveThousandMarketsAndScansTheLiveliestInAMinute) {
  funnel_turn_options options;
  options.steady = 65s;
  const auto turn = run_funnel_turn(options);
  std::fputs(table_of(turn).c_str(), stdout);
  ASSERT_TRUE(turn.is_complete);
  EXPECT_EQ(turn.sum(&venue_turn::listed), 12'337U);
  EXPECT_EQ(turn.sum(&venue_turn::without_price), 0U);
  EXPECT_GE(turn.sum(&venue_turn::with_candles), 60U);
  EXPECT_EQ(turn.sum(&venue_turn::with_candles),
            turn.sum(&venue_turn::survivors));
  EXPECT_EQ(turn.sum(&venue_turn::books), 20U);
  EXPECT_EQ(turn.sum(&venue_turn::without_book), 0U);
  EXPECT_GE(turn.sum(&venue_turn::candidates), 5U);
  EXPECT_LE(turn.seconds, 60);
  EXPECT_LE(turn.calls(), 150U);
  for (const auto& x : turn.venues) {
    EXPECT_EQ(x.rate_limited, 0U) << x.venue;
    // What was said beforehand is what came, but for the account's own calls.
    EXPECT_LE(x.planned_calls, x.calls) << x.venue;
    EXPECT_GE(x.planned_calls + 5, x.calls) << x.venue;
  }
  // A pass begins 30 s after the last at the earliest, and takes no minute.
  EXPECT_LE(turn.price_ages.oldest, 60);
  EXPECT_LE(turn.candle_ages.p50, 30);
  EXPECT_LE(turn.candle_ages.oldest, 60);
  // One by one the slowest venue takes more than half an hour.
  EXPECT_GT(turn.naive_seconds(), 30 * 60);
  EXPECT_GT(turn.naive_ages.p50, 10 * turn.price_ages.p50);
}

TEST(CandleTurn, TakesAsLongAsTheLimitMakesItAndNotOnePercentMore) {
  const auto seeds = seeds_to_try(5);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    const auto turn = run_candle_turn(seed);
    std::printf("seed %2llu: %zu markets in %.2f s of %.1f permitted, and "
                "again in %.2f s of %.1f\n",
                static_cast<unsigned long long>(seed), turn.markets,
                turn.seconds, turn.seconds_min, turn.again, turn.again_min);
    EXPECT_EQ(turn.markets, 732U);
    EXPECT_GE(turn.seconds, turn.seconds_min) << "that would break the limit";
    EXPECT_LE(turn.seconds, 1.01 * turn.seconds_min);
    EXPECT_LE(turn.again, 1.01 * turn.again_min);
    EXPECT_EQ(turn.rate_limited, 0U);
    EXPECT_EQ(turn.over_limit, 0U);
  }
}

} // namespace

} // namespace ballast::test
