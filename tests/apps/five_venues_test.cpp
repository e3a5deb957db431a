// One node between all five simulated venues, in virtual time.
#include "apps/virtual_node.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

class FiveVenues : public ::testing::Test {
protected:
  FiveVenues() : node{options()} {}

  static virtual_node_options options() {
    virtual_node_options result;
    result.venues = {"coinbase", "kraken", "okx", "binance", "alpaca"};
    result.scan.mode = config::scan_mode::rotation;
    result.link.model = sim::link_model::clipped;
    result.link.delay = 5ms;
    result.link.jitter = 5ms;
    result.link.jitter_max = 50ms;
    return result;
  }

  const venue_row& row(const std::string& venue) {
    report = node.report();
    const auto i
      = std::find_if(report->venues.begin(), report->venues.end(),
                     [&](const auto& x) { return x.broker.venue == venue; });
    return *i;
  }

  virtual_node node;
  std::shared_ptr<const status_report> report;
};

} // namespace

TEST_F(FiveVenues, AreConnectedAndScannedWithoutOne429) {
  node.advance(3min);
  // What issue and contract ask of the recorded lists.
  const std::map<std::string, std::uint32_t> known = {{"coinbase", 700},
                                                      {"kraken", 400},
                                                      {"okx", 400},
                                                      {"binance", 1000},
                                                      {"alpaca", 5000}};
  for (const auto& [venue, least] : known) {
    SCOPED_TRACE(venue);
    const auto& x = row(venue);
    EXPECT_EQ(x.broker.phase, broker_phase::connected) << x.broker.reason;
    EXPECT_GE(x.rotation.markets_known, least);
    EXPECT_GT(x.permits.sent, 0U);
    EXPECT_EQ(x.health.score.get(), 100);
    EXPECT_EQ(x.health.rate_limited, 0U);
    EXPECT_EQ(x.health.breaker.opened, 0U);
    const auto stats = node.venue_stats(venue);
    EXPECT_EQ(stats.rate_limited, 0U);
    EXPECT_EQ(stats.over_limit, 0U);
    EXPECT_EQ(stats.bad_signature, 0U);
  }
}

TEST_F(FiveVenues, RecoverFromTroubleInEveryScopeOfTheirs) {
  node.advance(30s);
  // Each endpoint of OKX has a budget and so a scope of its own: all of them
  // must find their way back.
  sim::fault trouble;
  trouble.kind = sim::fault_kind::server_error;
  trouble.lasts = 60s;
  for (const auto* venue : {"okx", "binance", "alpaca"})
    node.set_faults({trouble}, venue);
  node.advance(55s);
  for (const auto* venue : {"okx", "binance", "alpaca"})
    EXPECT_EQ(row(venue).health.breaker.state, breaker_state::open) << venue;
  node.advance(4min);
  for (const auto* venue : {"okx", "binance", "alpaca"}) {
    SCOPED_TRACE(venue);
    EXPECT_EQ(row(venue).health.breaker.state, breaker_state::closed);
    EXPECT_EQ(row(venue).broker.phase, broker_phase::connected);
    EXPECT_GE(row(venue).health.breaker.opened, 1U);
    EXPECT_EQ(node.venue_stats(venue).rate_limited, 0U);
  }
}

} // namespace ballast::apps
