#include "venues/coinbase/limits.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::coinbase {

TEST(CoinbaseLimits, EveryRowHasASourceADateAndWholeNumbers) {
  std::set<std::string> ids;
  for (const auto& x : budgets_of("master", true)) {
    ids.insert(x.id);
    EXPECT_EQ(x.row.venue, "coinbase");
    EXPECT_GT(x.row.units, 0U);
    EXPECT_GT(x.row.window, duration::zero());
    EXPECT_GE(x.row.hold, std::chrono::seconds{1});
    EXPECT_FALSE(x.row.source.empty());
    EXPECT_EQ(x.row.checked_on.size(), 10U);
    EXPECT_EQ(x.row.kind == limit_kind::token_bucket, x.row.burst > 0);
  }
  EXPECT_EQ(ids,
            (std::set<std::string>{"coinbase.public", "coinbase.private@master",
                                   "coinbase.hourly@master"}));
}

TEST(CoinbaseLimits, SignedRequestsLeaveTheAddressesBudgetAlone) {
  EXPECT_EQ(public_spends(), (std::vector<spend>{{"coinbase.public", 1}}));
  EXPECT_EQ(private_spends("user_alice"),
            (std::vector<spend>{{"coinbase.private@user_alice", 1},
                                {"coinbase.hourly@user_alice", 1}}));
}

TEST(CoinbaseLimits, WithoutCredentialsThereIsOnePublicBudget) {
  const auto budgets = budgets_of("master", false);
  ASSERT_EQ(budgets.size(), 1U);
  EXPECT_EQ(budgets.front().id, "coinbase.public");
  EXPECT_EQ(budgets.front().row.units, 10U);
  EXPECT_EQ(budgets.front().row.burst, 10U);
}

TEST(CoinbaseLimits, OrdersSpendFromTheAccountAlone) {
  for (const auto& x : budgets_of("master", true))
    EXPECT_EQ(x.exits_spend, x.row.scope != limit_scope::ip) << x.id;
}

} // namespace ballast::venues::coinbase
