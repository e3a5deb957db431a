// Every message comes out of the wire as it went in. deep_to_string prints all
// inspected fields, so equal texts and a stable second pass mean equal values.
#include "messages/registry.hpp"

#include <caf/actor_system.hpp>
#include <caf/binary_deserializer.hpp>
#include <caf/binary_serializer.hpp>
#include <caf/deep_to_string.hpp>

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <vector>

namespace ballast {

namespace {

class RoundTrip : public ::testing::Test {
protected:
  struct configuration : caf::actor_system_config {
    configuration() { add_messages(*this); }
  };

  template <class T>
  std::vector<char> bytes_of(const T& x) {
    std::vector<char> result;
    caf::binary_serializer sink{sys, result};
    auto copy = x;
    EXPECT_EQ(sink(copy), caf::none);
    return result;
  }

  template <class T>
  caf::error read(const std::vector<char>& bytes, T& x) {
    caf::binary_deserializer source{sys, bytes};
    return source(x);
  }

  template <class T>
  T through_the_wire(const T& x) {
    const auto bytes = bytes_of(x);
    T result;
    EXPECT_EQ(read(bytes, result), caf::none);
    EXPECT_EQ(bytes_of(result), bytes);
    EXPECT_EQ(caf::deep_to_string(result), caf::deep_to_string(x));
    return result;
  }

  configuration config;
  caf::actor_system sys{config};
};

symbol pair_of(const char* base) { return {base, "USD"}; }

TEST_F(RoundTrip, KeepsAWishWithItsSpends) {
  permit_demand x;
  x.venue = "coinbase";
  x.wish = {(7ULL << 32U) | 3,
            "master",
            lane::exit,
            {{"coinbase.public", 1}, {"coinbase.hourly@master", 4}},
            15};
  const auto y = through_the_wire(x);
  EXPECT_EQ(y.wish.id, x.wish.id);
  EXPECT_EQ(y.wish.lane, lane::exit);
  EXPECT_EQ(y.wish.spends, x.wish.spends);
  EXPECT_EQ(y.wish.count, 15U);
}

TEST_F(RoundTrip, KeepsPermitsAndReturns) {
  permit_grant x;
  x.permits = {
    {1, 2, std::chrono::milliseconds{250}, time_point{std::chrono::hours{7}}}};
  EXPECT_EQ(through_the_wire(x).permits.at(0).valid_for,
            x.permits[0].valid_for);
  EXPECT_EQ(through_the_wire(x).permits.at(0).granted, x.permits[0].granted);
  permit_return y;
  y.permits = {5, std::numeric_limits<permit_id>::max()};
  EXPECT_EQ(through_the_wire(y).permits, y.permits);
}

TEST_F(RoundTrip, KeepsAnOutcomeWithAndWithoutFeedback) {
  request_outcome x;
  x.kind = outcome_kind::throttled;
  x.limits.retry_after = std::chrono::seconds{7};
  x.limits.remaining = 0;
  x.limits.counted = "binance.weight";
  x.limits.used = 5'999;
  x.limits.exceeded = "binance.orders_10s";
  x.byte_left = false;
  x.text = "too many requests";
  const auto y = through_the_wire(x);
  EXPECT_EQ(y.limits.retry_after, x.limits.retry_after);
  EXPECT_EQ(y.limits.remaining, 0U);
  EXPECT_FALSE(y.limits.limit.has_value());
  EXPECT_EQ(y.limits.counted, "binance.weight");
  EXPECT_EQ(y.limits.used, 5'999U);
  EXPECT_EQ(y.limits.exceeded, "binance.orders_10s");
  EXPECT_FALSE(y.byte_left);
}

TEST_F(RoundTrip, KeepsMarketsToTheLastDigit) {
  market_list x;
  x.venue = "coinbase";
  market m;
  m.symbol = pair_of("SHIB");
  m.venue_symbol = "SHIB-USD";
  m.state = market_state::post_only;
  m.price_increment = decimal::from_units(1);
  m.size_max = decimal::whole(std::numeric_limits<std::int64_t>::max());
  m.notional_min = decimal::from_units(-42);
  m.kind = market_kind::equity;
  x.markets = {m};
  x.costs.limits = {{"coinbase.public", 1.0 / 3}};
  x.costs.ticker_calls = 19;
  x.costs.book = {{"coinbase.public", 5}};
  EXPECT_EQ(through_the_wire(x).costs.limits.at(0).units_per_s, 1.0 / 3);
  EXPECT_EQ(through_the_wire(x).costs.book, x.costs.book);
  const auto y = through_the_wire(x).markets.at(0);
  EXPECT_EQ(y.price_increment, m.price_increment);
  EXPECT_EQ(y.size_max, m.size_max);
  EXPECT_EQ(y.notional_min, m.notional_min);
  EXPECT_EQ(y.state, m.state);
  EXPECT_EQ(y.kind, market_kind::equity);
}

TEST_F(RoundTrip, KeepsBatchesAndTheirResults) {
  through_the_wire(scan_batch{3, 9, "coinbase", {pair_of("BTC")}});
  through_the_wire(batch_sent{3, "coinbase"});
  through_the_wire(cycle_done{"coinbase", "master"});
  through_the_wire(stream_wish{{pair_of("BTC"), pair_of("ETH")}});
  through_the_wire(ticker_wish{7});
  ticker_list prices{7, "coinbase", 1, {ticker{}}};
  prices.tickers[0].symbol = pair_of("BTC");
  prices.tickers[0].last = decimal::whole(5);
  prices.tickers[0].volume_quote = 1e300;
  through_the_wire(prices);
  through_the_wire(book_wish{8, {pair_of("BTC")}, 20, 0.005});
  market_quote quote;
  quote.symbol = pair_of("BTC");
  quote.ask = decimal::whole(5);
  quote.spread = 5e-324;
  quote.depth = 1e300;
  EXPECT_EQ(through_the_wire(quote), quote);
  EXPECT_EQ(through_the_wire(quote_list{8, "coinbase", {quote}}).quotes.at(0),
            quote);
  through_the_wire(quote_question{pair_of("BTC")});
  through_the_wire(held_markets{"coinbase", "master", {pair_of("BTC")}});
  through_the_wire(stream_cover{"coinbase", "master", {pair_of("BTC")}});
  batch_done x{3, "coinbase", {{pair_of("BTC"), outcome_kind::unknown_symbol}}};
  EXPECT_EQ(through_the_wire(x).results.at(0).kind,
            outcome_kind::unknown_symbol);
}

TEST_F(RoundTrip, KeepsHealthWhateverItsDoubles) {
  venue_health x;
  x.venue = "coinbase";
  x.score = std::optional<std::int32_t>{48};
  x.factors = {1.0, std::numeric_limits<double>::infinity(), 5e-324, -0.0};
  x.success_ratio = std::numeric_limits<double>::quiet_NaN();
  x.breaker = {breaker_state::half_open, 2, std::chrono::seconds{30}};
  x.open_scopes = {"coinbase.public"};
  const auto y = through_the_wire(x);
  EXPECT_EQ(y.score.get(), 48);
  EXPECT_TRUE(std::isinf(y.factors.throttle));
  EXPECT_EQ(y.factors.latency, 5e-324);
  EXPECT_TRUE(std::signbit(y.factors.freshness));
  EXPECT_TRUE(std::isnan(y.success_ratio));
  EXPECT_EQ(y.breaker.state, breaker_state::half_open);
  through_the_wire(probe_request{"coinbase", "coinbase.public"});
}

TEST_F(RoundTrip, KeepsWhatActorsTellTheMonitor) {
  broker_status x;
  x.venue = "coinbase";
  x.phase = broker_phase::failed;
  x.balances = {{"USD", decimal::whole(1000), decimal::from_units(5)}};
  x.clock_offset = std::chrono::milliseconds{-1500};
  EXPECT_EQ(through_the_wire(x).clock_offset, x.clock_offset);
  permit_status permits;
  permits.permitted = 599.5;
  EXPECT_EQ(through_the_wire(permits).permitted, 599.5);
  rotation_status rotation;
  rotation.oldest_age_s = 64.7;
  rotation.funnel.limits = {{"coinbase.public", 25, 2.5}};
  rotation.funnel.candidates = {market_quote{}};
  EXPECT_EQ(through_the_wire(rotation).oldest_age_s, 64.7);
  EXPECT_EQ(through_the_wire(rotation).funnel.limits, rotation.funnel.limits);
  through_the_wire(actor_vitals{"scheduler", "scheduler", 3, 1000});
  through_the_wire(actor_life{"scheduler", "scheduler", "running", 1, "why"});
  through_the_wire(drained{"broker coinbase/master"});
}

TEST_F(RoundTrip, KeepsTheStateOfBudgets) {
  save_budgets x;
  x.owner = "node";
  x.state.taken_at = unix_time{std::chrono::milliseconds{1768214307123}};
  x.state.clean = true;
  budget_state b;
  b.id = "coinbase.hourly@master";
  b.entries = {{3, std::chrono::seconds{12}}, {1, std::chrono::hours{1}}};
  b.debt = 0.1;
  b.factor = 0.7;
  b.banned_for = std::chrono::minutes{2};
  b.ahead = 100;
  x.state.budgets = {b};
  const auto y = through_the_wire(x).state;
  EXPECT_EQ(y.taken_at, x.state.taken_at);
  EXPECT_EQ(y.budgets.at(0).banned_for, b.banned_for);
  EXPECT_EQ(y.budgets.at(0).debt, 0.1);
  through_the_wire(load_budgets{"node"});
  EXPECT_TRUE(through_the_wire(stored_budgets{true, x.state}).there);
}

TEST_F(RoundTrip, RefusesAnEnumBeyondItsLastName) {
  scan_result x{pair_of("BTC"), static_cast<outcome_kind>(200)};
  scan_result y;
  EXPECT_NE(read(bytes_of(x), y), caf::none);
}

TEST_F(RoundTrip, RefusesBytesThatEndTooEarly) {
  auto bytes = bytes_of(scan_batch{3, 9, "coinbase", {pair_of("BTC")}});
  while (!bytes.empty()) {
    bytes.pop_back();
    scan_batch x;
    EXPECT_NE(read(bytes, x), caf::none) << bytes.size();
  }
}

} // namespace

} // namespace ballast
