#include "tests/venues/limits_of.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::kraken {

TEST(KrakenLimits, EveryRowHasASourceADateAndWholeNumbers) {
  std::set<std::string> ids;
  for (const auto& x : limits_of("kraken").budgets(true)) {
    ids.insert(x.id);
    EXPECT_EQ(x.row.venue, "kraken");
    EXPECT_GT(x.row.units, 0U);
    EXPECT_GT(x.row.window, duration::zero());
    EXPECT_EQ(x.row.burst > 0, x.row.kind != limit_kind::sliding_window);
    EXPECT_GE(x.row.hold, std::chrono::seconds{1});
    EXPECT_FALSE(x.row.source.empty());
    EXPECT_EQ(x.row.checked_on.size(), 10U);
  }
  EXPECT_EQ(ids, (std::set<std::string>{"kraken.connects", "kraken.public",
                                        "kraken.private@master",
                                        "kraken.orders@master"}));
}

TEST(KrakenLimits, TheCounterIsThatOfTheLowestTier) {
  const auto row = limits_of("kraken").budgets(true).at(1).row;
  EXPECT_EQ(row.scope, limit_scope::key);
  EXPECT_EQ(row.kind, limit_kind::decaying_counter);
  EXPECT_EQ(row.burst, 15U);
  EXPECT_DOUBLE_EQ(row.units / seconds(row.window), 0.33);
}

TEST(KrakenLimits, ThePublicPaceIsOneASecondForTheWholeAddress) {
  const auto budgets = limits_of("kraken").budgets(false);
  ASSERT_EQ(budgets.size(), 2U);
  EXPECT_EQ(budgets.back().id, "kraken.connects");
  EXPECT_EQ(budgets.front().id, "kraken.public");
  EXPECT_EQ(budgets.front().row.scope, limit_scope::ip);
  EXPECT_DOUBLE_EQ(
    budgets.front().row.units / seconds(budgets.front().row.window), 1.0);
}

TEST(KrakenLimits, SignedRequestsLeaveTheAddressesBudgetAlone) {
  const auto limits = limits_of("kraken", "user_alice");
  EXPECT_EQ(limits.spends_of(question::time),
            (std::vector<spend>{{"kraken.public", 1}}));
  EXPECT_EQ(limits.spends_of(question::balances),
            (std::vector<spend>{{"kraken.private@user_alice", 1}}));
}

TEST(KrakenLimits, OnlyTheEnginesCounterIsSpentByOrders) {
  for (const auto& x : limits_of("kraken").budgets(true))
    EXPECT_EQ(x.exits_spend, x.id == "kraken.orders@master") << x.id;
}

TEST(KrakenLimits, AnOrderIsTakenToBeNewAndSoToCostTheMost) {
  using spends = std::vector<spend>;
  const auto of
    = [](order_action x) { return limits_of("kraken").spends_of(x); };
  EXPECT_EQ(of(order_action::place), (spends{{"kraken.orders@master", 1}}));
  EXPECT_EQ(of(order_action::test), (spends{{"kraken.orders@master", 1}}));
  EXPECT_EQ(of(order_action::amend), (spends{{"kraken.orders@master", 4}}));
  EXPECT_EQ(of(order_action::cancel), (spends{{"kraken.orders@master", 8}}));
  EXPECT_EQ(
    of(order_action::cancel_all),
    (spends{{"kraken.private@master", 1}, {"kraken.orders@master", 8}}));
}

TEST(KrakenLimits, QuestionsSpendFromTheKeyAndHistoriesMore) {
  using spends = std::vector<spend>;
  EXPECT_EQ(limits_of("kraken").spends_of(order_action::fills),
            (spends{{"kraken.private@master", 4}}));
  for (const auto x : {order_action::query, order_action::open_orders,
                       order_action::closed_orders, order_action::fees,
                       order_action::dead_man, order_action::stream_token})
    EXPECT_EQ(limits_of("kraken").spends_of(x),
              (spends{{"kraken.private@master", 1}}));
  for (const auto x :
       {order_action::book, order_action::trades, order_action::ticker})
    EXPECT_EQ(limits_of("kraken").spends_of(x), (spends{{"kraken.public", 1}}));
}

} // namespace ballast::venues::kraken
