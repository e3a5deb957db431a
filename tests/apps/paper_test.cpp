// The whole node on paper, in virtual time: prices are those of simulated
// venues, orders are filled here, and no venue ever sees one.
#include "apps/virtual_node.hpp"
#include "domain/money.hpp"
#include "tests/apps/gambler.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

account_plan bold(const std::string& account) {
  auto result = test::gambler(account);
  result.risk.max_asset_exposure = decimal::whole(1);
  result.risk.max_exposure = decimal::whole(1);
  return result;
}

class Paper : public ::testing::TestWithParam<const char*> {
protected:
  virtual_node_options options() {
    virtual_node_options result;
    result.venues = {GetParam()};
    result.scan.mode = config::scan_mode::funnel;
    result.scan.timeframe = 60s;
    result.streams = true;
    result.accounts = 2;
    result.traders = {bold("master"), bold("user_1")};
    result.paper = paper_terms{{}, start_};
    result.link.model = sim::link_model::clipped;
    result.link.delay = 10ms;
    result.link.jitter = 10ms;
    result.link.jitter_max = 100ms;
    result.on_call = [this](std::string_view target) {
      ++calls_;
      for (const auto* part : {"/orders", "/trade/", "/order"})
        if (target.find(part) != std::string_view::npos
            && target.find("orderbook") == std::string_view::npos)
          order_calls_.emplace_back(target);
    };
    return result;
  }

  static const venue_row* row_of(const status_report& report,
                                 const std::string& account) {
    for (const auto& x : report.venues)
      if (x.broker.account == account)
        return &x;
    return nullptr;
  }

  /// M4: what an account began with and what its fills say is what it has, and
  /// what it holds is what it has bought and not sold, to the last digit.
  /// @returns how many fills there were.
  std::size_t compare(const status_report& report, const std::string& account) {
    const auto mine
      = std::find_if(report.portfolios.begin(), report.portfolios.end(),
                     [&](const auto& x) { return x.account == account; });
    const auto* row = row_of(report, account);
    EXPECT_NE(mine, report.portfolios.end());
    EXPECT_NE(row, nullptr);
    if (mine == report.portfolios.end() || row == nullptr)
      return 0;
    auto books = start_;
    auto ids = std::set<std::string>{};
    auto held = std::map<std::string, decimal>{};
    for (const auto& each : mine->fills) {
      const auto& x = each.what;
      EXPECT_TRUE(ids.insert(x.symbol.to_string() + x.trade_id).second);
      const auto buys = x.side == side::buy;
      // OKX takes the fee of a purchase from what was bought.
      const auto in_base = buys && std::string_view{GetParam()} == "okx";
      EXPECT_EQ(x.fee_currency, in_base ? x.symbol.base : x.symbol.quote);
      const auto value
        = value_of(x.size, x.price, buys ? rounding::up : rounding::down);
      const auto size = buys ? x.size : -x.size;
      books[x.symbol.base] += size;
      books[x.symbol.quote] += buys ? -value : value;
      books[x.fee_currency] -= x.fee;
      held[x.symbol.to_string()] += size;
      if (x.fee_currency == x.symbol.base)
        held[x.symbol.to_string()] -= x.fee;
    }
    auto balances = std::map<std::string, decimal>{};
    for (const auto& x : row->broker.balances)
      balances[x.currency] = x.available + x.held;
    for (const auto& [currency, amount] : books)
      EXPECT_EQ(balances[currency].to_string(), amount.to_string())
        << account << " has another amount of " << currency;
    auto positions = std::map<std::string, decimal>{};
    for (const auto& x : mine->positions)
      positions[x.symbol] = x.size;
    for (const auto& [market, size] : held)
      EXPECT_EQ(positions[market].to_string(), size.to_string()) << market;
    return mine->fills.size();
  }

  void expect_no_order(const virtual_node& node) {
    EXPECT_EQ(node.venue_orders(), "[]");
    EXPECT_TRUE(order_calls_.empty()) << order_calls_.front();
    EXPECT_GT(calls_, 0U);
    EXPECT_EQ(node.venue_stats().rate_limited, 0U);
  }

  std::map<std::string, decimal> start_
    = {{"USD", decimal::whole(1000)}, {"USDT", decimal::whole(1000)}};
  std::size_t calls_ = 0;
  std::vector<std::string> order_calls_; ///< That left and are of orders.
};

INSTANTIATE_TEST_SUITE_P(Venues, Paper, ::testing::Values("coinbase", "okx"),
                         [](const auto& x) { return std::string{x.param}; });

TEST_P(Paper, BuysAndSellsAndNoVenueSeesAnOrder) {
  virtual_node node{options()};
  node.advance(10min);
  node.wish({true, "the test is over"});
  node.advance(1min);

  expect_no_order(node);
  const auto report = node.report();
  EXPECT_EQ(report->mode, "paper");
  for (const auto* account : {"master", "user_1"}) {
    EXPECT_GT(compare(*report, account), 10U) << account;
    EXPECT_TRUE(row_of(*report, account)->broker.can_trade);
  }
}

TEST_P(Paper, FaultP2_LosesAndDoublesNothingWhenItIsKilled) {
  auto how = options();
  how.link.jitter_max = 2s;
  virtual_node node{how};
  auto fills = std::size_t{0};
  for (auto i = 0; i < 10; ++i) {
    node.advance(std::chrono::milliseconds{17'777 + 3'211 * i});
    node.kill();
    node.advance(10s);
    node.advance_until(
      [](const status_report& x) {
        return std::all_of(x.venues.begin(), x.venues.end(),
                           [](const auto& row) {
                             return row.broker.phase == broker_phase::connected;
                           });
      },
      30s);
  }
  node.wish({true, "the test is over"});
  node.advance(3min);

  expect_no_order(node);
  const auto report = node.report();
  for (const auto* account : {"master", "user_1"})
    fills += compare(*report, account);
  EXPECT_GT(fills, 10U);
}

TEST_P(Paper, FaultE6_GoesOnWhileOurNetworkComesAndGoes) {
  virtual_node node{options()};
  node.advance(5s);
  for (auto i = 0; i < 20; ++i) {
    node.advance(10s);
    node.cut_network(true);
    node.advance(300ms);
    node.cut_network(false);
  }
  node.wish({true, "the test is over"});
  node.advance(3min);

  expect_no_order(node);
  const auto report = node.report();
  for (const auto* account : {"master", "user_1"}) {
    EXPECT_GT(compare(*report, account), 1U) << account;
    for (const auto& x : report->portfolios)
      for (const auto& row : x.orders)
        EXPECT_NE(row.state, "working") << row.client_id;
  }
}

} // namespace
} // namespace ballast::apps
