#include "venues/binance/limits.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::binance {

using namespace std::chrono_literals;

namespace {

limit_row row_of(const std::string& id) {
  for (const auto& x : budgets_of("master", true))
    if (x.id == id)
      return x.row;
  throw std::runtime_error{"no such budget"};
}

} // namespace

TEST(BinanceLimits, EveryRowHasASourceADateAndWholeNumbers) {
  std::set<std::string> ids;
  for (const auto& x : budgets_of("master", true)) {
    ids.insert(x.id);
    EXPECT_EQ(x.row.venue, "binance");
    EXPECT_EQ(x.row.kind, limit_kind::fixed_window);
    EXPECT_GT(x.row.units, 0U);
    EXPECT_GT(x.row.window, duration::zero());
    EXPECT_GE(x.row.hold, 1s);
    EXPECT_FALSE(x.row.source.empty());
    EXPECT_EQ(x.row.checked_on.size(), 10U);
    EXPECT_TRUE(x.exits_spend) << x.id;
  }
  EXPECT_EQ(ids, (std::set<std::string>{
                   "binance.weight", "binance.raw_requests",
                   "binance.orders_10s@master", "binance.orders_1d@master"}));
}

TEST(BinanceLimits, AreThoseOfTheRecordedExchangeInfo) {
  EXPECT_EQ(row_of("binance.weight").units, 6'000U);
  EXPECT_EQ(row_of("binance.weight").window, 1min);
  EXPECT_EQ(row_of("binance.raw_requests").units, 61'000U);
  EXPECT_EQ(row_of("binance.raw_requests").window, 5min);
  EXPECT_EQ(row_of("binance.orders_10s@master").units, 50U);
  EXPECT_EQ(row_of("binance.orders_10s@master").window, 10s);
  EXPECT_EQ(row_of("binance.orders_1d@master").units, 160'000U);
  EXPECT_EQ(row_of("binance.orders_1d@master").window, 24h);
}

TEST(BinanceLimits, WeightBelongsToTheAddressAndOrdersToTheAccount) {
  EXPECT_EQ(row_of("binance.weight").scope, limit_scope::ip);
  EXPECT_EQ(row_of("binance.raw_requests").scope, limit_scope::ip);
  EXPECT_EQ(row_of("binance.orders_10s@master").scope, limit_scope::account);
  EXPECT_EQ(row_of("binance.orders_1d@master").scope, limit_scope::account);
  EXPECT_EQ(budgets_of("master", false).size(), 2U);
}

TEST(BinanceLimits, EachQuestionWeighsWhatItsEndpointDoes) {
  EXPECT_EQ(weight_of(question::time, true), 1U);
  EXPECT_EQ(weight_of(question::status, true), 1U);
  EXPECT_EQ(weight_of(question::markets, true), 20U);
  EXPECT_EQ(weight_of(question::tickers, true), 80U);
  EXPECT_EQ(weight_of(question::candles, true), 2U);
  EXPECT_EQ(weight_of(question::balances, true), 20U);
  EXPECT_EQ(weight_of(question::permissions, true), 1U);
  EXPECT_EQ(weight_of(question::permissions, false), 20U);
}

TEST(BinanceLimits, ARequestSpendsItsWeightAndOneOfTheRawRequests) {
  EXPECT_EQ(spends_of(80), (std::vector<spend>{{"binance.weight", 80},
                                               {"binance.raw_requests", 1}}));
}

} // namespace ballast::venues::binance
