// The whole node in virtual time against a simulated Coinbase that enforces
// its limits: hours in seconds.
#include "apps/virtual_node.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

sim::link_options quiet_link() {
  sim::link_options result;
  result.model = sim::link_model::clipped;
  result.delay = 5ms;
  result.jitter = 5ms;
  result.jitter_max = 50ms;
  return result;
}

virtual_node_options options_of(std::uint64_t seed) {
  virtual_node_options result;
  result.seed = seed;
  result.scan.mode = config::scan_mode::rotation;
  result.link = quiet_link();
  return result;
}

const venue_row& coinbase(const status_report& report) {
  return report.venues.at(0);
}

/// Keeps the log, to be searched.
struct listener {
  std::vector<std::string> lines;
  virtual_node_options attach(virtual_node_options x) {
    x.on_log = [this](time_point, log_level, const std::string& who,
                      const std::string& text) {
      lines.push_back("[" + who + "] " + text);
    };
    return x;
  }
  std::size_t count(const std::string& part) const {
    return static_cast<std::size_t>(
      std::count_if(lines.begin(), lines.end(), [&](const auto& x) {
        return x.find(part) != std::string::npos;
      }));
  }
};

TEST(VirtualNode, ScansForTwoHoursAtTheLimitWithoutOne429) {
  virtual_node node{options_of(1)};
  node.advance(2h);
  const auto report = node.report();
  const auto& row = coinbase(*report);
  const auto stats = node.venue_stats();
  EXPECT_EQ(stats.rate_limited, 0U);
  EXPECT_EQ(stats.over_limit, 0U);
  EXPECT_EQ(row.health.rate_limited, 0U);
  EXPECT_EQ(row.health.score.get(), 100);
  EXPECT_EQ(row.health.breaker.opened, 0U);
  EXPECT_GE(row.rotation.markets_known, 700U);
  EXPECT_GE(double(row.permits.sent), 0.97 * double(row.permits.permitted));
  // As often as the limit allows: a turn is the markets at ten a second.
  const auto turn = double(row.rotation.markets) / 10;
  EXPECT_LE(double(row.rotation.oldest_age_s), turn * 1.1);
  EXPECT_GE(double(row.rotation.completed), 7200 / turn * 0.95);
  RecordProperty("oldest_age_s",
                 std::to_string(double(row.rotation.oldest_age_s)));
}

TEST(VirtualNode, EndsWithTheSameHashForTheSameSeed) {
  const auto run = [](std::uint64_t seed) {
    virtual_node node{options_of(seed)};
    node.advance(10min);
    node.stop();
    return std::pair{node.hash(), node.events()};
  };
  const auto first = run(7);
  EXPECT_GT(first.second, 10'000U);
  EXPECT_EQ(first, run(7));
  EXPECT_NE(first.first, run(8).first);
}

TEST(VirtualNode, LearnsOfALimitThatIsStricterThanPublished) {
  auto options = options_of(3);
  // A server that slides is stricter than the bucket that our table names, so
  // the bucket's bursts show: this is what feedback is for.
  options.strict = true;
  virtual_node node{std::move(options)};
  node.advance(10min);
  const auto row = coinbase(*node.report());
  EXPECT_EQ(row.broker.phase, broker_phase::connected);
  EXPECT_GT(row.permits.sent, 1000U);
  const auto stats = node.venue_stats();
  EXPECT_LT(double(stats.over_limit), 0.02 * double(stats.requests));
  EXPECT_EQ(row.health.breaker.opened, 0U);
}

TEST(VirtualNode, SaysWhatTheEarlierBotSaid) {
  listener log;
  virtual_node node{log.attach(options_of(1))};
  node.advance(20s);
  EXPECT_EQ(log.count("COINBASE CONNECTED (MASTER)"), 1U);
  EXPECT_GE(log.count("coinbase - Cycle #1"), 1U);
  EXPECT_GE(log.count("Market rotation: scanning batch 0-5 of "), 1U);
  EXPECT_GE(log.count("coinbase cycle completed successfully"), 1U);
  EXPECT_GE(log.count("trading=NO reason="), 1U);
}

// The story of throttling, end to end: 429s in spite of the limits.
TEST(VirtualNode, SurvivesBeingThrottledAndRecovers) {
  listener log;
  virtual_node node{log.attach(options_of(2))};
  node.advance(2min);
  EXPECT_EQ(coinbase(*node.report()).health.batch_size, 15);

  node.set_faults(*sim::parse_faults(
    R"([{"kind":"throttle","match":"/candles","rate":0.3}])"));
  ASSERT_TRUE(node.advance_until(
    [](const status_report& x) {
      const auto score = coinbase(x).health.score.get();
      return score && *score < 50;
    },
    3min));
  node.advance(2s);
  const auto low = coinbase(*node.report());
  EXPECT_LT(low.health.factors.throttle, 0.6);
  EXPECT_EQ(low.health.batch_size, 5);
  EXPECT_GE(log.count("using reduced batch size=5"), 1U);

  node.set_faults(*sim::parse_faults(R"([{"kind":"throttle"}])"));
  ASSERT_TRUE(node.advance_until(
    [](const status_report& x) {
      return coinbase(x).health.breaker.state == breaker_state::open;
    },
    3min));
  const auto open = coinbase(*node.report());
  EXPECT_EQ(open.health.breaker.opened, 1U);
  EXPECT_GT(open.health.breaker.retry_in, 25s);
  EXPECT_LE(open.health.breaker.retry_in, 30s);
  EXPECT_EQ(log.count("4 errors in a row"), 1U);
  EXPECT_GE(log.count("GLOBAL CIRCUIT BREAKER: 4 total errors"), 1U);
  EXPECT_GE(log.count("Waiting 30s for API to fully recover"), 1U);
  EXPECT_EQ(state_of(open).state, "open");

  // Silence while open, then one probe at a time.
  const auto before = node.venue_stats().requests;
  node.advance(20s);
  EXPECT_LE(node.venue_stats().requests - before, 3U);

  node.set_faults({});
  ASSERT_TRUE(node.advance_until(
    [](const status_report& x) {
      return coinbase(x).health.breaker.state == breaker_state::closed;
    },
    2min));
  ASSERT_TRUE(node.advance_until(
    [](const status_report& x) {
      return coinbase(x).health.score.get() == 100
             && coinbase(x).health.batch_size == 15;
    },
    10min));
  EXPECT_GE(log.count("API health recovered"), 1U);
  EXPECT_GT(node.venue_stats().faults.at("throttle"), 0U);
}

} // namespace

} // namespace ballast::apps
