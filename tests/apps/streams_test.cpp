// A node that follows streams of the simulated venues, in virtual time.
#include "apps/virtual_node.hpp"
#include "tests/apps/two_venues.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <vector>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

class Streams : public ::testing::TestWithParam<const char*> {
protected:
  Streams() : node{options(GetParam())} {}

  static virtual_node_options options(const std::string& venue) {
    virtual_node_options result;
    result.venues = {venue};
    result.streams = true;
    result.link.model = sim::link_model::clipped;
    result.link.delay = 5ms;
    result.link.jitter = 5ms;
    result.link.jitter_max = 50ms;
    return result;
  }

  const venue_row& row() {
    report = node.report();
    return report->venues.at(0);
  }
  std::uint64_t streamed() { return row().rotation.streamed; }
  /// Whether it comes to stream all that it scans.
  bool comes_to_stream_all(duration how_long) {
    return node.advance_until(
      [](const status_report& x) {
        return !x.venues.empty() && x.venues[0].rotation.markets > 0
               && x.venues[0].rotation.streamed == x.venues[0].rotation.markets;
      },
      how_long);
  }
  void expect_no_limit_was_broken() {
    const auto stats = node.venue_stats();
    EXPECT_EQ(stats.rate_limited, 0U);
    EXPECT_EQ(stats.over_limit, 0U);
    EXPECT_EQ(row().health.rate_limited, 0U);
    EXPECT_EQ(node.socket_totals().refused, 0U);
  }

  virtual_node node;
  std::shared_ptr<const status_report> report;
};

std::string name_of(const ::testing::TestParamInfo<const char*>& x) {
  return x.param;
}

INSTANTIATE_TEST_SUITE_P(Of, Streams,
                         ::testing::Values("coinbase", "kraken", "okx",
                                           "binance"),
                         name_of);

} // namespace

TEST_P(Streams, TakeOverFromPollingAndComeBackWhenTheyAreCut) {
  ASSERT_TRUE(comes_to_stream_all(3min)) << streamed();
  const auto sent = row().permits.sent;
  node.advance(1min);
  EXPECT_EQ(streamed(), row().rotation.markets);
  // Of the same limits the clock and the account spend a little.
  EXPECT_LT(row().permits.sent, sent + 20) << "what streams is not polled";
  const auto opened = node.socket_totals().opened;
  node.cut_sockets();
  node.advance(10s);
  EXPECT_GT(node.socket_totals().opened, opened);
  EXPECT_TRUE(comes_to_stream_all(3min)) << streamed();
  expect_no_limit_was_broken();
}

TEST_P(Streams, AreFoundDeadAndReplacedByPollingWhenNothingComesThrough) {
  ASSERT_TRUE(comes_to_stream_all(3min)) << streamed();
  const auto sent = row().permits.sent;
  node.freeze_sockets(true);
  node.advance(90s);
  EXPECT_EQ(streamed(), 0U);
  EXPECT_GT(row().permits.sent, sent + 20);
  node.freeze_sockets(false);
  EXPECT_TRUE(comes_to_stream_all(4min)) << streamed();
  expect_no_limit_was_broken();
}

// A scan that leaves before the venue has agreed to tell of a market covers
// nothing and has to be made again.
TEST(StreamsOfSurvivors, NeedOneScanEachAndNoSecond) {
  virtual_node_options options;
  options.venues = {"coinbase", "kraken", "okx", "binance"};
  options.scan.mode = config::scan_mode::funnel;
  options.streams = true;
  test::scan_history history;
  std::unique_ptr<virtual_node> node;
  options.on_adapter = [&](std::shared_ptr<venues::adapter> x) {
    return std::make_shared<test::noting_adapter>(
      std::move(x), history, [&] { return node ? node->now() : time_point{}; });
  };
  node = std::make_unique<virtual_node>(options);
  node->advance(4min);
  std::size_t scans = 0;
  for (const auto& [market, all] : history)
    scans += all.size();
  EXPECT_GE(history.size(), 60U);
  // Some survive, do not, and survive again.
  EXPECT_LE(10 * scans, 12 * history.size()) << scans;
  for (const auto& x : node->report()->venues)
    EXPECT_EQ(x.rotation.streamed, x.rotation.markets) << x.broker.venue;
}

// The account's own channels, at all five: logged in, asked for and answered.
TEST(StreamsOfAccounts, AreFollowedAtEachVenueAndComeBack) {
  virtual_node_options options;
  options.venues = {"coinbase", "kraken", "okx", "binance", "alpaca"};
  options.scan.mode = config::scan_mode::funnel;
  options.streams = true;
  std::map<std::string, int> followed;
  options.on_log = [&](time_point, log_level, const std::string& who,
                       const std::string& text) {
    if (text == "the account is followed by stream")
      ++followed[who];
  };
  virtual_node node{options};
  node.advance(80s);
  node.cut_sockets();
  node.advance(60s);
  for (const auto& venue : options.venues) {
    SCOPED_TRACE(venue);
    EXPECT_EQ(followed[venue + "/master"], 2);
    const auto stats = node.venue_stats(venue);
    EXPECT_EQ(stats.rate_limited, 0U);
    EXPECT_EQ(stats.bad_signature, 0U);
    EXPECT_EQ(stats.bad_nonce, 0U);
  }
}

// Each of fifty brokers has sockets of its own, and the venue counts them all
// as one address's: eight a second at Coinbase, which refuses the ninth.
TEST(StreamsOfFiftyAccounts, ComeBackWithinWhatTheAddressMay) {
  virtual_node_options options;
  options.venues = {"coinbase"};
  options.scan.mode = config::scan_mode::funnel;
  options.streams = true;
  options.accounts = 50;
  options.link.model = sim::link_model::clipped;
  options.link.delay = 5ms;
  options.link.jitter = 5ms;
  options.link.jitter_max = 50ms;
  std::map<std::string, int> followed;
  options.on_log = [&](time_point, log_level, const std::string& who,
                       const std::string& text) {
    if (text == "the account is followed by stream")
      ++followed[who];
  };
  virtual_node node{options};
  node.advance(1min);
  EXPECT_EQ(followed.size(), 50U) << "all of them within a minute";
  for (const auto pause : {20s, 1s, 7s}) {
    node.cut_sockets();
    node.advance(pause);
  }
  node.advance(1min);
  for (const auto& [who, times] : followed)
    EXPECT_GE(times, 2) << who;
  EXPECT_EQ(node.socket_totals().refused, 0U);
  EXPECT_GT(node.socket_totals().opened, 100U);
  const auto stats = node.venue_stats();
  EXPECT_EQ(stats.rate_limited, 0U);
  EXPECT_EQ(stats.over_limit, 0U);
}

} // namespace ballast::apps
