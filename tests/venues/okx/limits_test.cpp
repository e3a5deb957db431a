#include "venues/okx/limits.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace ballast::venues::okx {

namespace {

constexpr auto actions = std::array{
  order_action::place,  order_action::cancel,      order_action::amend,
  order_action::query,  order_action::open_orders, order_action::closed_orders,
  order_action::fills,  order_action::fees,        order_action::book,
  order_action::trades, order_action::ticker,      order_action::dead_man};

constexpr auto questions
  = std::array{question::time,    question::markets,  question::tickers,
               question::candles, question::balances, question::permissions,
               question::status};

} // namespace

TEST(OkxLimits, EveryRowHasASourceADateAndWholeNumbers) {
  std::set<std::string> ids;
  for (const auto& x : budgets_of("master", true)) {
    ids.insert(x.id);
    EXPECT_EQ(x.row.venue, "okx");
    EXPECT_EQ(x.row.kind, limit_kind::sliding_window);
    EXPECT_GT(x.row.units, 0U);
    EXPECT_GT(x.row.window, duration::zero());
    EXPECT_EQ(x.row.hold, x.row.window);
    EXPECT_FALSE(x.row.source.empty());
    EXPECT_EQ(x.row.checked_on.size(), 10U);
  }
  EXPECT_EQ(ids,
            (std::set<std::string>{
              "okx.candles", "okx.tickers", "okx.instruments", "okx.time",
              "okx.status", "okx.book", "okx.trades", "okx.ticker",
              "okx.balance@master", "okx.config@master", "okx.place@master",
              "okx.cancel@master", "okx.amend@master", "okx.order@master",
              "okx.pending@master", "okx.archive@master", "okx.fills@master",
              "okx.fees@master", "okx.dead_man@master"}));
}

TEST(OkxLimits, EachQuestionAndActionSpendsFromTheBudgetOfItsEndpointAlone) {
  std::set<std::string> known;
  for (const auto& x : budgets_of("user_alice", true))
    known.insert(x.id);
  std::set<std::string> spent;
  for (const auto x : questions) {
    const auto spends = spends_of(x, "user_alice");
    ASSERT_EQ(spends.size(), 1U);
    EXPECT_EQ(spends.front().cost, 1U);
    EXPECT_TRUE(known.contains(spends.front().budget));
    spent.insert(spends.front().budget);
  }
  for (const auto x : actions) {
    const auto spends = spends_of(x, "user_alice");
    ASSERT_EQ(spends.size(), 1U);
    EXPECT_TRUE(spent.insert(spends.front().budget).second);
    EXPECT_EQ(spends.front().budget.ends_with("@user_alice"), is_signed(x));
  }
  EXPECT_EQ(spent, known);
}

TEST(OkxLimits, WhatTheVenueHasNoEndpointForSpendsNothing) {
  for (const auto x : {order_action::test, order_action::cancel_all,
                       order_action::stream_token})
    EXPECT_TRUE(spends_of(x, "master").empty());
}

TEST(OkxLimits, SignedQuestionsSpendFromTheUserAndOthersFromTheAddress) {
  for (const auto x : questions)
    EXPECT_EQ(
      spends_of(x, "user_alice").front().budget.ends_with("@user_alice"),
      is_signed(x));
}

TEST(OkxLimits, WithoutCredentialsThereAreThoseOfTheAddressAlone) {
  const auto budgets = budgets_of("master", false);
  EXPECT_EQ(budgets.size(), 8U);
  for (const auto& x : budgets)
    EXPECT_EQ(x.row.scope, limit_scope::ip);
}

TEST(OkxLimits, ScansAtTwentyASecond) {
  for (const auto& x : budgets_of("master", false))
    if (x.id == spends_of(question::candles, {}).front().budget) {
      EXPECT_DOUBLE_EQ(x.row.units / seconds(x.row.window), 20.0);
    }
}

TEST(OkxLimits, PlacingAmendingAndCancellingHaveBudgetsThatExitsSpend) {
  std::set<std::string> ids;
  for (const auto& x : budgets_of("master", true))
    if (x.exits_spend)
      ids.insert(x.id);
  EXPECT_EQ(ids, (std::set<std::string>{"okx.place@master", "okx.cancel@master",
                                        "okx.amend@master"}));
}

} // namespace ballast::venues::okx
