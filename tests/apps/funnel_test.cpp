// The funnel between all five simulated venues, in virtual time.
#include "apps/virtual_node.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

namespace ballast::apps {

namespace {

using namespace std::chrono_literals;

class Funnel : public ::testing::TestWithParam<bool> {
protected:
  Funnel() : node{options(GetParam())} {}

  static virtual_node_options options(bool streams) {
    virtual_node_options result;
    result.venues = {"coinbase", "kraken", "okx", "binance", "alpaca"};
    result.scan.mode = config::scan_mode::funnel;
    result.streams = streams;
    result.link.model = sim::link_model::clipped;
    result.link.delay = 5ms;
    result.link.jitter = 5ms;
    result.link.jitter_max = 50ms;
    return result;
  }

  /// Whether every venue's survivors of the first prices were scanned.
  static bool is_through(const status_report& x) {
    return x.venues.size() == 5
           && std::all_of(x.venues.begin(), x.venues.end(), [](auto& y) {
                return y.rotation.funnel.passes > 0
                       && (y.rotation.completed > 0
                           || y.rotation.streamed == y.rotation.markets);
              });
  }
  static bool is_connected(const status_report& x) {
    return x.venues.size() == 5
           && std::all_of(x.venues.begin(), x.venues.end(), [](auto& y) {
                return y.broker.phase == broker_phase::connected
                       && y.rotation.markets_known > 0;
              });
  }
  std::uint64_t asked() const {
    std::uint64_t result = 0;
    for (const auto* venue : {"coinbase", "kraken", "okx", "binance", "alpaca"})
      result += node.venue_stats(venue).requests;
    return result;
  }

  virtual_node node;
};

INSTANTIATE_TEST_SUITE_P(WithStreams, Funnel, ::testing::Bool());

} // namespace

// 12,337 markets one by one take 20 minutes at 10 a second.
TEST_P(Funnel, GivesEveryMarketAPriceAndTheLiveliestTheirCandlesInAMinute) {
  // Binance's window counts as spent at the start of a node that knows nothing.
  ASSERT_TRUE(node.advance_until(is_connected, 2min));
  const auto began = node.now();
  const auto before = asked();
  ASSERT_TRUE(node.advance_until(is_through, 60s));
  EXPECT_LE(seconds(node.now() - began), 60);
  EXPECT_LE(asked() - before, 150U);
  const auto report = node.report();
  std::uint64_t known = 0;
  std::uint64_t survivors = 0;
  std::uint32_t candles = 0;
  for (const auto& x : report->venues) {
    SCOPED_TRACE(x.broker.venue);
    const auto& funnel = x.rotation.funnel;
    known += funnel.known;
    survivors += funnel.survivors;
    candles += x.broker.candles_held;
    EXPECT_EQ(funnel.no_price, 0U);
    EXPECT_EQ(funnel.no_price + funnel.wide + funnel.quiet + funnel.ranked_out
                + funnel.survivors,
              funnel.known);
    EXPECT_EQ(node.venue_stats(x.broker.venue).rate_limited, 0U);
  }
  EXPECT_GT(known, 9'000U);
  EXPECT_GE(survivors, 60U);
  EXPECT_GT(candles, 50U * survivors) << "that is what they are for";
}

// Of what survived, the best have their books looked at; the rest is counted.
TEST_P(Funnel, LooksAtTheBooksOfTheBest) {
  ASSERT_TRUE(node.advance_until(
    [](const status_report& x) {
      return x.venues.size() == 5
             && std::all_of(x.venues.begin(), x.venues.end(), [](auto& y) {
                  return y.rotation.funnel.books > 0;
                });
    },
    3min));
  std::size_t candidates = 0;
  for (const auto& x : node.report()->venues) {
    SCOPED_TRACE(x.broker.venue);
    const auto& funnel = x.rotation.funnel;
    EXPECT_EQ(funnel.books, 4U);
    EXPECT_EQ(funnel.no_book, 0U);
    EXPECT_EQ(funnel.no_book + funnel.book_wide + funnel.book_thin
                + funnel.candidates.size(),
              funnel.books);
    for (const auto& quote : funnel.candidates) {
      EXPECT_LT(quote.bid, quote.ask) << quote.symbol.to_string();
      EXPECT_LE(quote.spread, 0.005) << quote.symbol.to_string();
      EXPECT_GT(quote.depth, 0) << quote.symbol.to_string();
    }
    candidates += funnel.candidates.size();
    EXPECT_FALSE(funnel.limits.empty());
    EXPECT_EQ(node.venue_stats(x.broker.venue).rate_limited, 0U);
  }
  EXPECT_GE(candidates, 5U);
}

TEST_P(Funnel, LooksAtPricesAgainAndAgain) {
  ASSERT_TRUE(node.advance_until(is_through, 3min));
  node.advance(3min);
  for (const auto& x : node.report()->venues) {
    SCOPED_TRACE(x.broker.venue);
    EXPECT_GE(x.rotation.funnel.passes, 4U);
    EXPECT_LT(double(x.rotation.funnel.age_s), 60);
    EXPECT_EQ(node.venue_stats(x.broker.venue).rate_limited, 0U);
    EXPECT_EQ(x.health.rate_limited, 0U);
  }
}

} // namespace ballast::apps
