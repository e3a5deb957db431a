#include "venues/okx/limits.hpp"

#include <gtest/gtest.h>

#include <array>
#include <set>

namespace ballast::venues::okx {

namespace {

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
  EXPECT_EQ(ids, (std::set<std::string>{
                   "okx.candles", "okx.tickers", "okx.instruments", "okx.time",
                   "okx.status", "okx.balance@master", "okx.config@master"}));
}

TEST(OkxLimits, EachQuestionSpendsFromTheBudgetOfItsEndpointAlone) {
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
  EXPECT_EQ(spent, known);
}

TEST(OkxLimits, SignedQuestionsSpendFromTheUserAndOthersFromTheAddress) {
  for (const auto x : questions)
    EXPECT_EQ(
      spends_of(x, "user_alice").front().budget.ends_with("@user_alice"),
      is_signed(x));
}

TEST(OkxLimits, WithoutCredentialsThereAreThoseOfTheAddressAlone) {
  const auto budgets = budgets_of("master", false);
  EXPECT_EQ(budgets.size(), 5U);
  for (const auto& x : budgets)
    EXPECT_EQ(x.row.scope, limit_scope::ip);
}

TEST(OkxLimits, ScansAtTwentyASecond) {
  for (const auto& x : budgets_of("master", false))
    if (x.id == spends_of(question::candles, {}).front().budget) {
      EXPECT_DOUBLE_EQ(x.row.units / seconds(x.row.window), 20.0);
    }
}

TEST(OkxLimits, OrdersSpendFromNone) {
  for (const auto& x : budgets_of("master", true))
    EXPECT_FALSE(x.exits_spend) << x.id;
}

} // namespace ballast::venues::okx
