// The invented venue beside a real one, in the whole node and in virtual time.
#include "apps/simulated_venues.hpp"
#include "apps/virtual_node.hpp"
#include "tests/invented/venue_table.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <memory>
#include <string>
#include <string_view>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

constexpr auto invented = "tidewater";
constexpr auto real = "kraken"; // A call a second, so that hours are short.

class Tidewater : public testing::Test {
protected:
  Tidewater() : node{options()} {}

  static virtual_node_options options() {
    virtual_node_options result;
    result.table = &with_invented_venues();
    result.venues = {real, invented};
    result.scan.mode = config::scan_mode::rotation;
    result.link.model = sim::link_model::clipped;
    result.link.delay = 5ms;
    result.link.jitter = 5ms;
    result.link.jitter_max = 50ms;
    return result;
  }

  const venue_row& row(std::string_view venue) {
    report = node.report();
    return *std::find_if(
      report->venues.begin(), report->venues.end(),
      [&](const auto& x) { return x.broker.venue == venue; });
  }
  void strike(sim::fault_kind kind, duration lasts) {
    sim::fault trouble;
    trouble.kind = kind;
    trouble.lasts = lasts;
    node.set_faults({trouble}, invented);
  }

  virtual_node node;
  std::shared_ptr<const status_report> report;
};

} // namespace

TEST_F(Tidewater, IsScannedForTwoHoursAtItsLimitWithoutOne429) {
  node.advance(2h);
  const auto x = row(invented);
  EXPECT_EQ(x.broker.title, "Tidewater");
  EXPECT_EQ(x.broker.phase, broker_phase::connected) << x.broker.reason;
  EXPECT_EQ(x.rotation.markets_known, 24U);
  EXPECT_EQ(x.health.score.get(), 100);
  EXPECT_EQ(x.health.breaker.opened, 0U);
  EXPECT_GE(double(x.permits.sent), 0.97 * double(x.permits.permitted));
  const auto stats = node.venue_stats(invented);
  EXPECT_EQ(stats.rate_limited, 0U);
  EXPECT_EQ(stats.over_limit, 0U);
  EXPECT_EQ(stats.bad_signature, 0U);
  // 240 a minute, of which a tenth stays free for exits.
  EXPECT_GE(stats.accepted, 120U * 216U * 97U / 100U);
  // The neighbour is scanned as if it were alone.
  EXPECT_EQ(node.venue_stats(real).rate_limited, 0U);
  EXPECT_EQ(row(real).health.score.get(), 100);
}

TEST_F(Tidewater, SurvivesAnOutageAndItsNeighbourFeelsNothing) {
  node.advance(1min);
  strike(sim::fault_kind::server_error, 60s);
  node.advance(50s);
  EXPECT_EQ(row(invented).health.breaker.state, breaker_state::open);
  EXPECT_EQ(row(real).health.breaker.opened, 0U);
  node.advance(4min);
  EXPECT_EQ(row(invented).health.breaker.state, breaker_state::closed);
  EXPECT_EQ(row(invented).broker.phase, broker_phase::connected);
  EXPECT_EQ(node.venue_stats(invented).rate_limited, 0U);
  const auto before = row(invented).rotation.completed;
  node.advance(2min);
  EXPECT_GT(row(invented).rotation.completed, before);
}

TEST_F(Tidewater, WaitsAsLongAsAnEbbAsks) {
  node.advance(1min);
  strike(sim::fault_kind::throttle, 1s);
  node.advance(1s);
  const auto struck = node.venue_stats(invented);
  EXPECT_GE(struck.rate_limited, 1U);
  node.advance(3min);
  const auto after = node.venue_stats(invented);
  EXPECT_EQ(after.rate_limited, struck.rate_limited);
  EXPECT_EQ(row(invented).broker.phase, broker_phase::connected);
}

/// What `exchange-sim` and the demo start.
TEST(TidewaterServer, ListensUnderItsName) {
  simulated_venue_options options;
  options.venue = invented;
  const auto venue = simulated_venue::start(options, with_invented_venues());
  ASSERT_TRUE(venue) << venue.error().text;
  EXPECT_EQ((*venue)->exchange().venue(), invented);
  EXPECT_TRUE((*venue)->rest_url().starts_with("http://127.0.0.1:"));
  (*venue)->stop();
  // No program has it: only this test's table does.
  EXPECT_FALSE(simulated_venue::start(options));
}

} // namespace ballast::apps
