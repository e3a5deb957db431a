// How a made-up market trades, whatever its steps are.
#include "sim/market_life.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ballast::sim {

namespace {

// A coin that costs next to nothing, in steps of next to nothing: its volume of
// a day left the range of its count.
TEST(MarketLife, CountsADayOfAnyMarket) {
  constexpr auto day = std::int64_t{86'400};
  for (int price_decimals = 0; price_decimals <= 18; price_decimals += 3)
    for (int base_decimals = 0; base_decimals <= 18; base_decimals += 3)
      for (std::uint64_t seed = 1; seed <= 10; ++seed) {
        const auto life = life_of(
          {"DUST-BTC", "DUST", "BTC", price_decimals, base_decimals}, seed);
        ASSERT_GE(life.trade_size, 1);
        ASSERT_LE(static_cast<double>(life.trade_size)
                    * static_cast<double>(life.trades) * 4,
                  1e18 * 1.01);
        std::vector<bar> bars;
        market_walk{life}.append_bars(bars, 20'000 * day, 20'001 * day, day,
                                      20'002 * day);
        ASSERT_FALSE(bars.empty());
        for (const auto& x : bars)
          EXPECT_GT(x.volume, 0);
      }
}

} // namespace

} // namespace ballast::sim
