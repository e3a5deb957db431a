#include "tests/venues/limits_of.hpp"

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
  for (const auto& x : limits_of("okx").budgets(true)) {
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
              "okx.connects",       "okx.candles",        "okx.tickers",
              "okx.instruments",    "okx.time",           "okx.status",
              "okx.book",           "okx.trades",         "okx.ticker",
              "okx.balance@master", "okx.config@master",  "okx.place@master",
              "okx.cancel@master",  "okx.amend@master",   "okx.order@master",
              "okx.pending@master", "okx.archive@master", "okx.fills@master",
              "okx.fees@master",    "okx.dead_man@master"}));
}

TEST(OkxLimits, EachQuestionAndActionSpendsFromTheBudgetOfItsEndpointAlone) {
  std::set<std::string> known;
  for (const auto& x : limits_of("okx", "user_alice").budgets(true))
    known.insert(x.id);
  std::set<std::string> spent;
  for (const auto x : questions) {
    const auto spends = limits_of("okx", "user_alice").spends_of(x);
    ASSERT_EQ(spends.size(), 1U);
    EXPECT_EQ(spends.front().cost, 1U);
    EXPECT_TRUE(known.contains(spends.front().budget));
    spent.insert(spends.front().budget);
  }
  for (const auto x : actions) {
    const auto spends = limits_of("okx", "user_alice").spends_of(x);
    ASSERT_EQ(spends.size(), 1U);
    EXPECT_TRUE(spent.insert(spends.front().budget).second);
    EXPECT_EQ(spends.front().budget.ends_with("@user_alice"), is_signed(x));
  }
  // What is left is for sockets alone.
  spent.insert("okx.connects");
  EXPECT_EQ(spent, known);
}

TEST(OkxLimits, WhatTheVenueHasNoEndpointForSpendsNothing) {
  for (const auto x : {order_action::test, order_action::cancel_all,
                       order_action::stream_token})
    EXPECT_TRUE(limits_of("okx").spends_of(x).empty());
}

TEST(OkxLimits, SignedQuestionsSpendFromTheUserAndOthersFromTheAddress) {
  for (const auto x : questions)
    EXPECT_EQ(limits_of("okx", "user_alice")
                .spends_of(x)
                .front()
                .budget.ends_with("@user_alice"),
              is_signed(x));
}

TEST(OkxLimits, WithoutCredentialsThereAreThoseOfTheAddressAlone) {
  const auto budgets = limits_of("okx").budgets(false);
  EXPECT_EQ(budgets.size(), 9U);
  for (const auto& x : budgets)
    EXPECT_EQ(x.row.scope, limit_scope::ip);
}

TEST(OkxLimits, ScansAtTwentyASecond) {
  for (const auto& x : limits_of("okx").budgets(false))
    if (x.id == limits_of("okx").spends_of(question::candles).front().budget) {
      EXPECT_DOUBLE_EQ(x.row.units / seconds(x.row.window), 20.0);
    }
}

TEST(OkxLimits, PlacingAmendingAndCancellingHaveBudgetsThatExitsSpend) {
  std::set<std::string> ids;
  for (const auto& x : limits_of("okx").budgets(true))
    if (x.exits_spend)
      ids.insert(x.id);
  EXPECT_EQ(ids, (std::set<std::string>{"okx.place@master", "okx.cancel@master",
                                        "okx.amend@master"}));
}

} // namespace ballast::venues::okx
