// The whole node trades at a simulated venue, in virtual time: from candles to
// orders, fills and positions, compared with the venue's own books.
#include "apps/virtual_node.hpp"
#include "domain/strategy.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <memory>
#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;
using nlohmann::json;

account_plan plan_of(const std::string& account, double chance = 1) {
  strategy_setup setup;
  setup.chance = chance;
  setup.exits = exit_rules::thirds();
  setup.exits->held_max = 20s;
  account_plan result;
  result.account = account;
  result.how = std::move(*make_strategy("random_entry", setup));
  result.risk.max_positions = 20;
  result.risk.max_daily_loss = decimal::whole(1);
  result.risk.max_drawdown = decimal::whole(1);
  result.risk.cooldown = 0s;
  return result;
}

class Trading : public ::testing::TestWithParam<const char*> {
protected:
  static virtual_node_options options() {
    virtual_node_options result;
    result.venues = {GetParam()};
    result.scan.mode = config::scan_mode::funnel;
    result.scan.timeframe = 60s;
    result.streams = true;
    result.traders = {plan_of("master")};
    result.link.model = sim::link_model::clipped;
    result.link.delay = 10ms;
    result.link.jitter = 10ms;
    result.link.jitter_max = 100ms;
    return result;
  }

  /// Every order of ours by its client id.
  static std::map<std::string, const order_row*>
  ours_of(const status_report& report) {
    auto result = std::map<std::string, const order_row*>{};
    for (const auto& x : report.portfolios)
      for (const auto& row : x.orders)
        EXPECT_TRUE(result.emplace(row.client_id, &row).second)
          << row.client_id;
    return result;
  }

  /// O2 and M4: the venue's orders are ours, each once, and filled as we say.
  static void compare(const virtual_node& node, const std::string& venue,
                      std::size_t& orders) {
    const auto report = node.report();
    const auto ours = ours_of(*report);
    auto seen = std::map<std::string, int>{};
    for (const auto& x : json::parse(node.venue_orders(venue))) {
      const auto id = x["client_id"].get<std::string>();
      ++orders;
      EXPECT_EQ(++seen[id], 1) << venue << ": placed twice: " << id;
      const auto mine = ours.find(id);
      ASSERT_NE(mine, ours.end()) << venue << " has what we do not know: " << x;
      EXPECT_EQ(mine->second->filled.to_string(), x["filled"]) << x;
      EXPECT_EQ(mine->second->cost.to_string(), x["filled_cost"]) << x;
      EXPECT_EQ(mine->second->fee.to_string(), x["fee"]) << x;
    }
    for (const auto& [id, x] : ours)
      if (x->venue == venue && x->filled > decimal{}) {
        EXPECT_EQ(seen.count(id), 1U) << venue << " has no order " << id;
      }
  }
};

// Those whose recorded lists have markets for dollars among the liveliest, at
// any hour.
INSTANTIATE_TEST_SUITE_P(Venues, Trading, ::testing::Values("coinbase", "okx"),
                         [](const auto& x) { return std::string{x.param}; });

TEST_P(Trading, BuysAndSellsAndItsBooksAreTheVenues) {
  virtual_node node{options()};
  node.advance(5min);
  // What is out has come to its end.
  node.wish({true, "the test is over"});
  node.advance(1min);

  auto orders = std::size_t{0};
  compare(node, GetParam(), orders);
  EXPECT_GT(orders, 3U);
  EXPECT_EQ(node.venue_stats().rate_limited, 0U);
  const auto report = node.report();
  ASSERT_EQ(report->portfolios.size(), 1U);
  const auto& master = report->portfolios.front();
  auto buys = 0;
  auto sales = 0;
  for (const auto& x : master.fills)
    ++(x.what.side == side::buy ? buys : sales);
  EXPECT_GT(buys, 1);
  EXPECT_GT(sales, 1);
  EXPECT_EQ(master.venues.size(), 1U);
  EXPECT_FALSE(master.halted.empty());
  auto decided = std::uint64_t{0};
  for (const auto& x : master.reasons)
    decided += x.count;
  EXPECT_EQ(decided, master.evaluations);
}

TEST_P(Trading, FaultP2_LosesAndDoublesNothingWhenItIsKilled) {
  auto how = options();
  how.link.jitter_max = 2s;
  virtual_node node{how};
  for (auto i = 0; i < 12; ++i) {
    node.advance(std::chrono::milliseconds{7'777 + 3'211 * i});
    node.kill();
  }
  node.wish({true, "the test is over"});
  node.advance(3min);

  auto orders = std::size_t{0};
  compare(node, GetParam(), orders);
  EXPECT_GT(orders, 1U);
}

TEST_P(Trading, FaultE6_OrdersNothingTwiceWhileOurNetworkComesAndGoes) {
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

  auto orders = std::size_t{0};
  compare(node, GetParam(), orders);
  EXPECT_GT(orders, 1U);
}

} // namespace
} // namespace ballast::apps
