// Stops that sleep at the venue, on the whole node and in virtual time: they
// are there when nobody is, and nothing is ever sold twice.
#include "apps/virtual_node.hpp"
#include "tests/apps/books.hpp"
#include "tests/apps/gambler.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <map>
#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

class Stops : public ::testing::TestWithParam<const char*> {
protected:
  /// @param stop below what was paid, a fraction.
  static virtual_node_options options(double stop) {
    strategy_setup setup;
    setup.chance = 1;
    setup.exits = exit_rules::thirds();
    setup.exits->stop = stop;
    auto plan = test::gambler("master");
    plan.how = std::move(*make_strategy("random_entry", setup));
    virtual_node_options result;
    result.venues = {GetParam()};
    result.scan.mode = config::scan_mode::funnel;
    result.scan.timeframe = 60s;
    result.streams = true;
    result.traders = {std::move(plan)};
    result.link.model = sim::link_model::clipped;
    result.link.delay = 10ms;
    result.link.jitter = 10ms;
    result.link.jitter_max = 100ms;
    return result;
  }

  static std::size_t positions(const virtual_node& node) {
    auto count = std::size_t{0};
    for (const auto& x : node.report()->portfolios.front().positions)
      count += x.size.is_zero() || x.reason == "too_small_to_sell" ? 0 : 1;
    return count;
  }
  /// How many guards there are of a state, or filled at least in part.
  static std::size_t guards(const virtual_node& node,
                            const std::string& state) {
    auto count = std::size_t{0};
    for (const auto& x : node.report()->portfolios.front().orders)
      if (x.purpose == "guard")
        count += state == "sold" ? !x.filled.is_zero() : x.state == state;
    return count;
  }
  static void compare(const virtual_node& node) {
    EXPECT_GT(compare_orders(node, GetParam())["master"], 0U);
    const auto books = books_of(node, GetParam());
    compare_positions(*node.report(), GetParam(), books);
    // What is promised is there.
    std::map<std::string, decimal> promised;
    for (const auto& x : nlohmann::json::parse(node.venue_orders(GetParam())))
      if (x["status"] == "open" && x["side"] == "sell")
        promised[x["symbol"]]
          += number_in(x, "quantity") - number_in(x, "filled");
    for (const auto& [market, size] : promised)
      EXPECT_LE(size, books.at("master").sizes.at(market)) << market;
  }
};

// Alpaca takes stops as well, and is met in the demo: its many shares make a
// minute of it take one.
INSTANTIATE_TEST_SUITE_P(Venues, Stops,
                         ::testing::Values("coinbase", "kraken", "binance"),
                         [](const auto& x) { return std::string{x.param}; });

TEST_P(Stops, SleepBesideWhatIsHeldAndSellWhereNobodyIsLeft) {
  virtual_node node{options(0.002)};
  node.advance(3min);
  node.wish({true, "enough"});
  node.advance(20s);
  ASSERT_GT(positions(node), 1U);
  EXPECT_GT(guards(node, "open"), 0U);
  const auto sold_before = guards(node, "sold");
  // For the venue we are dead.
  node.cut_network(true);
  node.advance(15min);
  const auto before = positions(node);
  node.cut_network(false);
  node.advance(2min);
  EXPECT_GT(guards(node, "sold"), sold_before);
  EXPECT_LT(positions(node), before);
  compare(node);
}

TEST_P(Stops, AreCancelledBeforeWhatThePlanSells) {
  auto how = options(0.02);
  how.traders = {test::gambler("master")};
  virtual_node node{how};
  node.advance(5min);
  node.wish({true, "the test is over"});
  node.advance(1min);
  EXPECT_GT(guards(node, "cancelled"), 3U);
  EXPECT_EQ(positions(node), 0U) << "each was sold after 20 s";
  EXPECT_EQ(guards(node, "open"), 0U);
  compare(node);
}

TEST_P(Stops, FaultP2_SellNothingTwiceWhenTheNodeIsKilled) {
  auto how = options(0.002);
  how.link.jitter_max = 2s;
  virtual_node node{how};
  for (auto i = 0; i < 12; ++i) {
    node.advance(std::chrono::milliseconds{7'777 + 3'211 * i});
    node.kill();
  }
  node.wish({true, "the test is over"});
  node.advance(3min);
  EXPECT_GT(guards(node, "open") + guards(node, "sold"), 0U);
  compare(node);
}

} // namespace
} // namespace ballast::apps
