// What must survive, on the whole node in virtual time. Each proves by the
// venue's own record that the fault happened.
#include "apps/virtual_node.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

class Faults : public ::testing::Test {
protected:
  Faults() : node{options()} {
    EXPECT_TRUE(node.advance_until(
      [](const status_report& x) {
        return !x.venues.empty() && x.venues[0].rotation.position > 20;
      },
      1min));
  }

  virtual_node_options options() {
    virtual_node_options result;
    result.seed = 5;
    // Load enough for what is counted in errors.
    result.scan.mode = config::scan_mode::rotation;
    result.link.model = sim::link_model::clipped;
    result.link.delay = 5ms;
    result.link.jitter = 5ms;
    result.link.jitter_max = 50ms;
    result.on_log = [this](time_point, log_level, const std::string&,
                           const std::string& text) { log += text + '\n'; };
    return result;
  }

  void inject(const std::string& json) {
    node.set_faults(*sim::parse_faults(json));
  }
  venue_row coinbase() const { return node.report()->venues.at(0); }
  std::uint64_t requests() const { return node.venue_stats().requests; }
  bool logged(const std::string& part) const {
    return log.find(part) != std::string::npos;
  }
  bool recovers() {
    inject("[]");
    return node.advance_until(
      [](const status_report& x) {
        return state_of(x.venues[0]).state == "connected"
               && x.venues[0].health.score.get() == 100;
      },
      20min);
  }

  std::string log;
  virtual_node node;
};

TEST_F(Faults, FaultE1_Waits429sOutWhateverRetryAfterSays) {
  for (const auto* value : {"3", "-1", "1e9", "abc", ""}) {
    inject("[{\"kind\":\"retry_after\",\"rate\":0.05,\"for\":\"20s\","
           "\"value\":\""
           + std::string{value} + "\"}]");
    node.advance(30s);
  }
  EXPECT_GT(node.venue_stats().faults.at("retry_after"), 3U);
  EXPECT_EQ(node.venue_stats().over_limit, 0U);
  EXPECT_TRUE(recovers()) << log.substr(log.size() - 2000);
}

TEST_F(Faults, FaultE2_DoesNotHammerThroughTenMinutesOf429s) {
  const auto before = requests();
  inject(R"([{"kind":"throttle_html"}])");
  node.advance(10min);
  EXPECT_GT(node.venue_stats().faults.at("throttle_html"), 4U);
  // Of 6,000 that the limit would allow.
  EXPECT_LT(requests() - before, 60U);
  EXPECT_FALSE(logged("<html"));
  EXPECT_TRUE(recovers());
}

TEST_F(Faults, FaultE3_IsSilentToTheEndOfABan) {
  inject(R"([{"kind":"ban","value":"600","for":"1s"}])");
  node.advance(2s);
  ASSERT_GT(node.venue_stats().banned, 0U);
  const auto before = requests();
  node.advance(10min);
  EXPECT_EQ(requests(), before);
  EXPECT_EQ(state_of(coinbase()).state, "open");
  // Ten per cent more than was said, and then all is well.
  node.advance(90s);
  EXPECT_GT(requests(), before);
  EXPECT_TRUE(recovers());
}

TEST_F(Faults, FaultE3_GetsOverABanThatAProbeMeets) {
  inject(R"([{"kind":"ban","value":"30","for":"5m"}])");
  node.advance(6min);
  EXPECT_GT(node.venue_stats().banned, 1U);
  EXPECT_LT(node.venue_stats().banned, 20U);
  EXPECT_TRUE(recovers());
}

TEST_F(Faults, FaultE4_OpensOnServerErrorsAndProbesSeldom) {
  for (const auto* value : {"500", "502", "503", "504"}) {
    const auto before = requests();
    inject("[{\"kind\":\"server_error\",\"value\":\"" + std::string{value}
           + "\"}]");
    node.advance(2min);
    EXPECT_EQ(state_of(coinbase()).state, "open") << value;
    EXPECT_LT(requests() - before, 40U) << value;
    ASSERT_TRUE(recovers()) << value;
  }
  EXPECT_GT(node.venue_stats().faults.at("server_error"), 16U);
}

TEST_F(Faults, FaultE9_FreesItselfFromBodiesThatTrickleAndCallsThatHang) {
  for (const auto* kind : {"trickle", "hang", "reset", "cut"}) {
    inject("[{\"kind\":\"" + std::string{kind} + "\",\"rate\":0.3}]");
    node.advance(1min);
    EXPECT_GT(node.venue_stats().faults.at(kind), 0U) << kind;
    ASSERT_TRUE(recovers()) << kind;
  }
  EXPECT_EQ(node.venue_stats().over_limit, 0U);
}

TEST_F(Faults, FaultE10_CountsNonsenseAsMalformedAndGoesOn) {
  for (const auto* kind : {"deep_json", "html_200", "truncated", "error_200"}) {
    inject("[{\"kind\":\"" + std::string{kind} + "\",\"rate\":0.2}]");
    node.advance(30s);
    EXPECT_GT(node.venue_stats().faults.at(kind), 0U) << kind;
    ASSERT_TRUE(recovers()) << kind;
  }
}

TEST_F(Faults, FaultE17_SignsByTheVenuesClock) {
  // An hour ahead: by our own clock every token would have expired.
  inject(R"([{"kind":"clock_skew","value":"1h"}])");
  node.advance(12min);
  EXPECT_EQ(coinbase().broker.phase, broker_phase::connected);
  EXPECT_NEAR(seconds(coinbase().broker.clock_offset), 3600, 1);
  // And back again, when the venue sets its clock.
  inject("[]");
  node.advance(12min);
  EXPECT_EQ(coinbase().broker.phase, broker_phase::connected);
  EXPECT_NEAR(seconds(coinbase().broker.clock_offset), 0, 1);
}

TEST_F(Faults, FaultE21_DropsADelistedMarketWithoutBlamingTheVenue) {
  inject(R"([{"kind":"delist","match":"BTC-USD"}])");
  const auto markets = coinbase().rotation.markets;
  node.advance(2min);
  EXPECT_LT(coinbase().rotation.markets, markets);
  EXPECT_EQ(coinbase().health.score.get(), 100);
  EXPECT_EQ(coinbase().health.breaker.opened, 0U);
}

TEST_F(Faults, StaysWithASlowVenue) {
  inject(R"([{"kind":"slow","value":"400ms"}])");
  node.advance(90s);
  EXPECT_GT(node.venue_stats().faults.at("slow"), 100U);
  EXPECT_GT(coinbase().health.p50, 400ms);
  EXPECT_EQ(coinbase().health.breaker.opened, 0U);
  EXPECT_EQ(node.venue_stats().rate_limited, 0U);
}

TEST_F(Faults, AnotherSeedIsAnotherRunButNeverOverTheLimit) {
  for (std::uint64_t seed = 10; seed < 10 + test::seed_count(6); ++seed) {
    auto other = options();
    other.seed = seed;
    other.link.model = static_cast<sim::link_model>(seed % 5);
    virtual_node run{other};
    run.set_faults(*sim::parse_faults(
      R"([{"kind":"hang","rate":0.02},{"kind":"reset","rate":0.02},
          {"kind":"server_error","rate":0.02}])"));
    run.advance(10min);
    EXPECT_EQ(run.venue_stats().over_limit, 0U) << "seed " << seed;
    EXPECT_GT(run.venue_stats().accepted, 500U) << "seed " << seed;
  }
}

} // namespace

} // namespace ballast::apps
