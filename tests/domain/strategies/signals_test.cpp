// The entries and exits of the smaller strategies, at their boundaries.
#include "domain/strategies/baselines.hpp"
#include "domain/strategies/donchian_breakout.hpp"
#include "domain/strategies/dual_rsi.hpp"
#include "domain/strategies/ema_cross.hpp"
#include "tests/domain/strategies/situations.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace ballast {
namespace {

using test::free_situation;
using test::held_situation;
using test::rising_market;

template <class Strategy, class Change>
decision free_after(Change change) {
  auto market = rising_market();
  change(market);
  return Strategy{}.evaluate(free_situation(market));
}

template <class Strategy, class Change>
decision held_after(Change change) {
  auto market = rising_market();
  change(market);
  const auto by = Strategy{};
  return by.evaluate(held_situation(market, by));
}

void set_rsi(market_view& x, double fast_before, double slow_before,
             double fast, double slow) {
  x.before.rsi_9 = fast_before;
  x.before.rsi_14 = slow_before;
  x.now.rsi_9 = fast;
  x.now.rsi_14 = slow;
}

TEST(DualRsi, EntersWhereTheFastOneHasJustRisenAboveTheSlow) {
  const auto says
    = [](double fast_before, double slow_before, double fast, double slow) {
        return free_after<dual_rsi>([&](auto& x) {
                 set_rsi(x, fast_before, slow_before, fast, slow);
               })
          .why;
      };
  EXPECT_EQ(says(30, 31, 35, 34), decision_reason::rsi_crossed_up);
  EXPECT_EQ(says(31, 31, 35, 34), decision_reason::rsi_crossed_up);
  EXPECT_EQ(says(32, 31, 35, 34), decision_reason::rsi_not_crossed);
  EXPECT_EQ(says(30, 31, 34, 34), decision_reason::rsi_not_crossed);
  EXPECT_EQ(says(48, 49, 51, 49.99), decision_reason::rsi_crossed_up);
  EXPECT_EQ(says(48, 49, 51, 50), decision_reason::rsi_too_high);
}

TEST(DualRsi, LeavesWhereBothAreOverbought) {
  const auto says = [](double fast, double slow) {
    return held_after<dual_rsi>([&](auto& x) { set_rsi(x, 0, 0, fast, slow); })
      .why;
  };
  EXPECT_EQ(says(70, 70), decision_reason::rsi_overbought);
  EXPECT_EQ(says(90, 69.9), decision_reason::position_held);
  EXPECT_EQ(says(69.9, 70), decision_reason::position_held);
}

void set_averages(market_view& x, double fast_before, double slow_before,
                  double fast, double slow) {
  x.before.ema_9 = fast_before;
  x.before.ema_21 = slow_before;
  x.now.ema_9 = fast;
  x.now.ema_21 = slow;
}

TEST(EmaCross, EntersWhereTheFastOneHasJustRisenAboveTheSlow) {
  const auto says
    = [](double fast_before, double slow_before, double fast, double slow) {
        return free_after<ema_cross>([&](auto& x) {
                 set_averages(x, fast_before, slow_before, fast, slow);
               })
          .why;
      };
  EXPECT_EQ(says(10, 10, 11, 10.5), decision_reason::averages_crossed_up);
  EXPECT_EQ(says(10.1, 10, 11, 10.5), decision_reason::averages_not_crossed);
  EXPECT_EQ(says(10, 10, 10.5, 10.5), decision_reason::averages_not_crossed);
}

TEST(EmaCross, LeavesWhereTheFastOneIsBelowTheSlow) {
  const auto says = [](double fast, double slow) {
    return held_after<ema_cross>(
             [&](auto& x) { set_averages(x, 0, 0, fast, slow); })
      .why;
  };
  EXPECT_EQ(says(9.9, 10), decision_reason::averages_crossed_down);
  EXPECT_EQ(says(10, 10), decision_reason::position_held);
}

TEST(DonchianBreakout, EntersAboveItsChannelAndLeavesBelow) {
  const auto enters = [](double high) {
    return free_after<donchian_breakout>(
             [&](auto& x) { x.now.channel_high = high; })
      .why;
  };
  EXPECT_EQ(enters(100), decision_reason::channel_not_broken);
  EXPECT_EQ(enters(99.99), decision_reason::channel_broken_up);
  const auto leaves = [](double low) {
    return held_after<donchian_breakout>(
             [&](auto& x) { x.now.channel_low = low; })
      .why;
  };
  EXPECT_EQ(leaves(100), decision_reason::position_held);
  EXPECT_EQ(leaves(100.01), decision_reason::channel_broken_down);
}

TEST(BuyAndHold, BuysForAllAndNeverSells) {
  const auto x = free_after<buy_and_hold>([](auto&) {});
  EXPECT_EQ(x.why, decision_reason::bought_to_hold);
  EXPECT_EQ(x.entry->size, 1);
  EXPECT_EQ(x.entry->stop, 0);
  EXPECT_TRUE(x.entry->targets.empty());
  const auto market = rising_market();
  const auto by = buy_and_hold{};
  auto held = free_situation(market);
  held.position = x.plan;
  for (const auto& seen :
       {price_range{0.01, 0.02, 0.01}, price_range{1, 1e9, 1e9}}) {
    held.seen = seen;
    EXPECT_EQ(by.evaluate(held).why, decision_reason::position_held);
  }
}

std::vector<bool> draws(std::uint64_t seed, int count,
                        const symbol& of = {"BTC", "USD"}) {
  random_entry::options opts;
  opts.seed = seed;
  const auto by = random_entry{opts};
  std::vector<bool> result;
  auto market = rising_market();
  market.market = of;
  for (int i = 0; i < count; ++i) {
    market.last.start += market.timeframe;
    result.push_back(by.evaluate(free_situation(market)).kind()
                     == decision_kind::enter);
  }
  return result;
}

TEST(RandomEntry, EntersAsOftenAsItsChanceAndBySeedAlone) {
  constexpr int count = 20'000;
  const auto first = draws(1, count);
  const auto entries = std::count(first.begin(), first.end(), true);
  // Two in a hundred; five standard deviations are 99.
  EXPECT_NEAR(double(entries), 0.02 * count, 99);
  EXPECT_EQ(first, draws(1, count));
  EXPECT_NE(first, draws(2, count));
}

// One draw a candle for all markets would be all of them or none.
TEST(RandomEntry, DrawsForEachMarketByItself) {
  constexpr int count = 20'000;
  const auto one = draws(1, count);
  const auto other = draws(1, count, {"ETH", "USD"});
  auto both = 0;
  for (std::size_t i = 0; i < one.size(); ++i)
    both += one[i] && other[i] ? 1 : 0;
  // Four in ten thousand are eight; one draw for both would make it 400.
  EXPECT_LT(both, 25);
  EXPECT_NE(one, draws(1, count, {"BTC", "USDT"}));
}

} // namespace
} // namespace ballast
