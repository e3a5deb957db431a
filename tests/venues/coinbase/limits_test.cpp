#include "tests/venues/limits_of.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::coinbase {

TEST(CoinbaseLimits, EveryRowHasASourceADateAndWholeNumbers) {
  std::set<std::string> ids;
  for (const auto& x : limits_of("coinbase").budgets(true)) {
    ids.insert(x.id);
    EXPECT_EQ(x.row.venue, "coinbase");
    EXPECT_GT(x.row.units, 0U);
    EXPECT_GT(x.row.window, duration::zero());
    EXPECT_GE(x.row.hold, std::chrono::seconds{1});
    EXPECT_FALSE(x.row.source.empty());
    EXPECT_EQ(x.row.checked_on.size(), 10U);
    EXPECT_EQ(x.row.kind == limit_kind::token_bucket, x.row.burst > 0);
  }
  EXPECT_EQ(ids, (std::set<std::string>{"coinbase.connects", "coinbase.public",
                                        "coinbase.private@master",
                                        "coinbase.hourly@master"}));
}

TEST(CoinbaseLimits, SignedRequestsLeaveTheAddressesBudgetAlone) {
  const auto limits = limits_of("coinbase", "user_alice");
  EXPECT_EQ(limits.spends_of(question::candles),
            (std::vector<spend>{{"coinbase.public", 1}}));
  EXPECT_EQ(limits.spends_of(order_action::place),
            (std::vector<spend>{{"coinbase.private@user_alice", 1},
                                {"coinbase.hourly@user_alice", 1}}));
}

TEST(CoinbaseLimits, WithoutCredentialsThereIsOnePublicBudgetBesideSockets) {
  const auto budgets = limits_of("coinbase").budgets(false);
  ASSERT_EQ(budgets.size(), 2U);
  EXPECT_EQ(budgets.back().id, "coinbase.connects");
  EXPECT_EQ(budgets.front().id, "coinbase.public");
  EXPECT_EQ(budgets.front().row.units, 10U);
  EXPECT_EQ(budgets.front().row.burst, 10U);
}

TEST(CoinbaseLimits, OrdersSpendFromTheAccountAlone) {
  for (const auto& x : limits_of("coinbase").budgets(true))
    EXPECT_EQ(x.exits_spend, x.row.scope != limit_scope::ip) << x.id;
}

} // namespace ballast::venues::coinbase
