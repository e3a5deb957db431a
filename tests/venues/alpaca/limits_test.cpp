#include "tests/venues/limits_of.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::alpaca {

TEST(AlpacaLimits, EveryRowHasASourceADateAndWholeNumbers) {
  std::set<std::string> ids;
  for (const auto& x : limits_of("alpaca").budgets(true)) {
    ids.insert(x.id);
    EXPECT_EQ(x.row.venue, "alpaca");
    EXPECT_EQ(x.row.scope, limit_scope::account);
    EXPECT_GT(x.row.units, 0U);
    EXPECT_GT(x.row.window, duration::zero());
    EXPECT_EQ(x.row.burst > 0, x.row.kind == limit_kind::token_bucket);
    EXPECT_GE(x.row.hold, std::chrono::seconds{1});
    EXPECT_FALSE(x.row.source.empty());
    EXPECT_EQ(x.row.checked_on.size(), 10U);
  }
  EXPECT_EQ(ids, (std::set<std::string>{
                   "alpaca.trading@master", "alpaca.data@master",
                   "alpaca.burst@master", "alpaca.connects_market_data@master",
                   "alpaca.connects_candles@master",
                   "alpaca.connects_account@master"}));
}

TEST(AlpacaLimits, BothHostsTakeTwoHundredAMinute) {
  const auto budgets = limits_of("alpaca").budgets(true);
  for (std::size_t i = 0; i < 2; ++i) {
    EXPECT_EQ(budgets[i].row.kind, limit_kind::fixed_window);
    EXPECT_EQ(budgets[i].row.units, 200U);
    EXPECT_EQ(budgets[i].row.window, std::chrono::minutes{1});
  }
}

TEST(AlpacaLimits, TheHostsCountApart) {
  const auto limits = limits_of("alpaca", "user_alice");
  EXPECT_EQ(limits.spends_of(order_action::place),
            (std::vector<spend>{{"alpaca.trading@user_alice", 1},
                                {"alpaca.burst@user_alice", 1}}));
  EXPECT_EQ(limits.spends_of(question::candles),
            (std::vector<spend>{{"alpaca.data@user_alice", 1},
                                {"alpaca.burst@user_alice", 1}}));
}

TEST(AlpacaLimits, OrdersSpendWhatTheTradingHostCounts) {
  for (const auto& x : limits_of("alpaca").budgets(true))
    EXPECT_EQ(x.exits_spend,
              x.id == "alpaca.trading@master" || x.id == "alpaca.burst@master")
      << x.id;
}

} // namespace ballast::venues::alpaca
