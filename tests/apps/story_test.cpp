// The story that began it: Coinbase throttles, Kraken takes over what both
// list, and gets rid of it again in steps. On the whole node in virtual time.
#include "tests/apps/two_venues.hpp"

#include <set>

namespace ballast::apps::test {

namespace {

using namespace std::chrono_literals;

class Story : public two_venues {
protected:
  /// Markets that were ever asked for at this venue.
  std::set<symbol> asked_at(const std::string& venue) const {
    std::set<symbol> result;
    for (const auto& [market, all] : history)
      for (const auto& x : all)
        if (x.venue == venue)
          result.insert(market);
    return result;
  }
  /// What somebody is to scan now: the sum is the same whoever does.
  std::size_t assigned() const {
    return row("coinbase").rotation.markets + row("kraken").rotation.markets;
  }
  bool is_open(const std::string& venue) const {
    return row(venue).health.breaker.state == breaker_state::open;
  }
  /// Of Coinbase's markets, those that Kraken has scanned last and since.
  std::size_t taken_over_since(time_point since) const {
    const auto of_coinbase = asked_at("coinbase");
    return static_cast<std::size_t>(
      std::count_if(history.begin(), history.end(), [&](const auto& x) {
        const auto& last = x.second.back();
        return last.venue == "kraken" && last.at > since
               && of_coinbase.count(x.first) > 0;
      }));
  }
  /// Some 429s: the score falls below 50 and batches shrink to 5.
  void throttle_coinbase_until_it_is_unwell() {
    inject("coinbase",
           R"([{"kind":"throttle","match":"/candles","rate":0.3}])");
    ASSERT_TRUE(until(
      [this] {
        const auto score = row("coinbase").health.score.get();
        return score && *score < 50;
      },
      3min));
    node->advance(2s);
    EXPECT_EQ(row("coinbase").health.batch_size, 5);
    EXPECT_GE(count("[coinbase/master] API health low ("), 1U);
    EXPECT_GE(count("using reduced batch size=5"), 1U);
  }
  void throttle_coinbase_until_it_opens() {
    inject("coinbase", R"([{"kind":"throttle"}])");
    ASSERT_TRUE(until([this] { return is_open("coinbase"); }, 3min)) << tail();
  }
};

TEST_F(Story, KrakenTakesOverWhatBothListAndTheShareComesBackInSteps) {
  start();
  ASSERT_TRUE(both_connected()) << tail();
  node->advance(2min);
  const auto all = assigned();
  const auto of_coinbase = row("coinbase").rotation.markets;
  const auto of_kraken = row("kraken").rotation.markets;

  throttle_coinbase_until_it_is_unwell();

  // And then wholly: its breaker opens for 30 s, and in the same cycle Kraken
  // has what both list.
  throttle_coinbase_until_it_opens();
  const auto opened_at = node->now();
  EXPECT_GT(row("coinbase").health.breaker.retry_in, 25s);
  EXPECT_LE(row("coinbase").health.breaker.retry_in, 30s);
  node->advance(2s);
  const auto shared = of_coinbase - row("coinbase").rotation.markets;
  EXPECT_GT(shared, 300U);
  EXPECT_EQ(row("kraken").rotation.markets, of_kraken + shared);
  EXPECT_EQ(row("coinbase").rotation.waiting.size(),
            row("coinbase").rotation.markets);
  EXPECT_EQ(count("markets wait until coinbase scans again"), 1U);
  EXPECT_EQ(count("GLOBAL CIRCUIT BREAKER"), 0U) << "Kraken is left";
  node->advance(18s);
  EXPECT_GE(taken_over_since(opened_at), 4U) << "Kraken scans them already";

  // Probes close the breaker; the share comes back quarter by quarter.
  inject("coinbase", "[]");
  std::set<double> shares;
  ASSERT_TRUE(until(
    [&] {
      EXPECT_EQ(assigned(), all) << "every market has a venue";
      shares.insert(row("coinbase").rotation.share);
      return row("coinbase").rotation.share >= 1;
    },
    5min))
    << tail();
  EXPECT_EQ(shares, (std::set<double>{0, 0.25, 0.5, 0.75, 1}));
  node->advance(2min);
  EXPECT_EQ(row("coinbase").rotation.markets, of_coinbase);
  EXPECT_EQ(row("coinbase").health.breaker.opened, 1U);
  EXPECT_EQ(row("kraken").health.breaker.opened, 0U);
  EXPECT_EQ(row("kraken").health.score.get(), 100);
  EXPECT_TRUE(row("coinbase").rotation.waiting.empty());
  EXPECT_EQ(node->venue_stats("kraken").rate_limited, 0U);
  EXPECT_EQ(node->venue_stats("coinbase").over_limit, 0U);
  EXPECT_GT(node->venue_stats("coinbase").faults.at("throttle"), 4U);
}

TEST_F(Story, LeavesNoMarketUnscannedAndMovesNoneTwiceAMinute) {
  start();
  ASSERT_TRUE(both_connected());
  node->advance(2min);
  // What both list, and what only Coinbase does.
  const auto of_coinbase = asked_at("coinbase");
  throttle_coinbase_until_it_opens();
  node->advance(10s);
  inject("coinbase", "[]");
  node->advance(6min);
  // A turn of Coinbase's is 65 s, and it was out for about 100: whoever waited
  // longest was scanned before both were over twice.
  for (const auto& market : of_coinbase) {
    const auto& scans = history.at(market);
    std::size_t moves = 0;
    for (std::size_t i = 1; i < scans.size(); ++i) {
      EXPECT_LT(scans[i].at - scans[i - 1].at, 330s) << market.to_string();
      moves += scans[i].venue != scans[i - 1].venue;
    }
    EXPECT_LT(node->now() - scans.back().at, 75s) << market.to_string();
    EXPECT_LE(moves, 2U) << market.to_string();
  }
}

TEST_F(Story, UnknownSymbolsMoveNeitherScoreNorBreaker) {
  start();
  ASSERT_TRUE(both_connected());
  node->advance(1min);
  inject("coinbase", R"([{"kind":"delist","match":"BTC-","rate":1}])");
  inject("kraken", R"([{"kind":"delist","match":"XBT","rate":1}])");
  node->advance(30min);
  EXPECT_GT(node->venue_stats("coinbase").faults.at("delist"), 0U);
  EXPECT_GT(node->venue_stats("kraken").faults.at("delist"), 0U);
  EXPECT_GE(count("is not known to the venue any more"), 2U);
  for (const auto* venue : {"coinbase", "kraken"}) {
    EXPECT_EQ(row(venue).health.score.get(), 100) << venue;
    EXPECT_EQ(row(venue).health.breaker.opened, 0U) << venue;
  }
}

TEST_F(Story, TheGlobalBreakerSpeaksWhenBothVenuesAreDown) {
  start();
  ASSERT_TRUE(both_connected());
  node->advance(1min);
  throttle_coinbase_until_it_opens();
  EXPECT_EQ(count("GLOBAL CIRCUIT BREAKER"), 0U);
  inject("kraken", R"([{"kind":"server_error"}])");
  ASSERT_TRUE(
    until([this] { return count("GLOBAL CIRCUIT BREAKER:") > 0; }, 3min))
    << tail();
  EXPECT_EQ(count("GLOBAL CIRCUIT BREAKER: 8 total errors"), 1U) << tail();
  EXPECT_GE(count("for API to fully recover"), 1U);
  EXPECT_EQ(count("our own network is down"), 0U);
  inject("coinbase", "[]");
  inject("kraken", "[]");
  ASSERT_TRUE(until(
    [this] {
      return row("coinbase").rotation.share >= 1
             && row("kraken").rotation.share >= 1;
    },
    20min))
    << tail();
  EXPECT_GE(count("global circuit breaker closed"), 1U);
}

TEST_F(Story, OurOwnNetworkIsNamedAndNoVenueIsBlamed) {
  start();
  ASSERT_TRUE(both_connected());
  node->advance(1min);
  const auto moved = count("markets move here");
  node->cut_network(true);
  ASSERT_TRUE(
    until([this] { return count("our own network is down") > 0; }, 30s))
    << tail();
  node->advance(2min);
  for (const auto* venue : {"coinbase", "kraken"}) {
    EXPECT_EQ(row(venue).health.breaker.opened, 0U) << venue;
    EXPECT_TRUE(row(venue).health.global_open) << venue;
  }
  EXPECT_EQ(count("markets move here"), moved);
  node->cut_network(false);
  ASSERT_TRUE(until([this] { return !row("kraken").health.global_open; }, 1min))
    << tail();
  const auto before = node->venue_stats("coinbase").accepted;
  node->advance(30s);
  EXPECT_GT(node->venue_stats("coinbase").accepted, before + 200);
}

} // namespace

} // namespace ballast::apps::test
