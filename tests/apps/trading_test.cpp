// The whole node trades at a simulated venue, in virtual time: from candles to
// orders, fills and positions, compared with the venue's own books.
#include "apps/virtual_node.hpp"
#include "tests/apps/books.hpp"
#include "tests/apps/gambler.hpp"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

using test::gambler;

class Trading : public ::testing::TestWithParam<const char*> {
protected:
  static virtual_node_options options() {
    virtual_node_options result;
    result.venues = {GetParam()};
    result.scan.mode = config::scan_mode::funnel;
    result.scan.timeframe = 60s;
    result.streams = true;
    result.traders = {gambler("master")};
    result.link.model = sim::link_model::clipped;
    result.link.delay = 10ms;
    result.link.jitter = 10ms;
    result.link.jitter_max = 100ms;
    return result;
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

  EXPECT_GT(compare_orders(node, GetParam())["master"], 3U);
  compare_positions(*node.report(), GetParam(), books_of(node, GetParam()));
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

  EXPECT_GT(compare_orders(node, GetParam())["master"], 1U);
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

  EXPECT_GT(compare_orders(node, GetParam())["master"], 1U);
}

} // namespace
} // namespace ballast::apps
