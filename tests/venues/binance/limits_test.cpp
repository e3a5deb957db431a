#include "tests/venues/limits_of.hpp"
#include "venues/binance/limits.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::binance {

using namespace std::chrono_literals;

namespace {

limit_row row_of(const std::string& id) {
  for (const auto& x : limits_of("binance").budgets(true))
    if (x.id == id)
      return x.row;
  throw std::runtime_error{"no such budget"};
}

} // namespace

TEST(BinanceLimits, EveryRowHasASourceADateAndWholeNumbers) {
  std::set<std::string> ids;
  for (const auto& x : limits_of("binance").budgets(true)) {
    ids.insert(x.id);
    EXPECT_EQ(x.row.venue, "binance");
    const auto is_of_sockets = x.id == "binance.connects";
    EXPECT_EQ(x.row.kind, is_of_sockets ? limit_kind::sliding_window
                                        : limit_kind::fixed_window);
    EXPECT_GT(x.row.units, 0U);
    EXPECT_GT(x.row.window, duration::zero());
    EXPECT_GE(x.row.hold, 1s);
    EXPECT_FALSE(x.row.source.empty());
    EXPECT_EQ(x.row.checked_on.size(), 10U);
    EXPECT_NE(x.exits_spend, is_of_sockets) << x.id;
  }
  EXPECT_EQ(ids, (std::set<std::string>{
                   "binance.connects", "binance.weight", "binance.raw_requests",
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
  EXPECT_EQ(limits_of("binance").budgets(false).size(), 3U);
}

TEST(BinanceLimits, EachQuestionWeighsWhatItsEndpointDoes) {
  const auto weight_of = [](auto x, asked_how how = {}) {
    const auto spends = limits_of("binance").spends_of(x, how);
    EXPECT_EQ(spends.at(0).budget, "binance.weight");
    EXPECT_EQ(spends.at(1), (spend{"binance.raw_requests", 1}));
    return spends.at(0).cost;
  };
  EXPECT_EQ(weight_of(question::time), 1U);
  EXPECT_EQ(weight_of(question::status), 1U);
  EXPECT_EQ(weight_of(question::markets), 20U);
  EXPECT_EQ(weight_of(question::tickers), 80U);
  EXPECT_EQ(weight_of(question::candles), 2U);
  EXPECT_EQ(weight_of(question::balances), 20U);
  EXPECT_EQ(weight_of(question::permissions), 1U);
  EXPECT_EQ(weight_of(question::permissions, {.variant = without_wallet}), 20U);
  EXPECT_EQ(weight_of(order_action::open_orders), 6U);
  EXPECT_EQ(weight_of(order_action::open_orders, {.variant = all_markets}),
            80U);
}

TEST(BinanceLimits, ABookWeighsByItsDepth) {
  const std::pair<std::uint32_t, std::uint32_t> table[]
    = {{1, 5},    {100, 5},    {101, 25},    {500, 25},
       {501, 50}, {1'000, 50}, {1'001, 250}, {5'000, 250}};
  for (const auto& [depth, weight] : table)
    EXPECT_EQ(limits_of("binance")
                .spends_of(order_action::book, {.size = depth})
                .front()
                .cost,
              weight)
      << depth;
}

TEST(BinanceLimits, TheNamesThatTheCodeKnowsStandInTheFile) {
  const auto& table = shipped_limits("binance");
  ASSERT_TRUE(table);
  for (const auto id : {weight_limit, orders_limit, day_of_orders})
    EXPECT_NE(table->find(id), nullptr) << id;
  EXPECT_EQ(table->find("permissions", {.variant = without_wallet})->variant,
            without_wallet);
  EXPECT_EQ(table->find("open_orders", {.variant = all_markets})->variant,
            all_markets);
}

} // namespace ballast::venues::binance
