// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/coinbase/codec.hpp"
#include "venues/coinbase/stream.hpp"
#include "venues/coinbase/trading_codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::coinbase {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{std::chrono::seconds{1'760'000'000}};

/// Short ones go through more mutations a second.
std::vector<recorded_body> short_bodies() {
  constexpr std::size_t size_max = 2500;
  auto bodies
    = recorded_bodies({"coinbase/replies.jsonl", "coinbase/candles.jsonl",
                       "coinbase/errors.jsonl", "coinbase/orders.jsonl"});
  std::erase_if(
    bodies, [](const recorded_body& x) { return x.text.size() >= size_max; });
  return bodies;
}

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x) {
  const auto is_meant
    = [&](const char* name) { return kind.empty() || kind == name; };
  if (is_meant("candles"))
    expect_prices(decode_candles(x, 1h, now));
  if (is_meant("products")) {
    expect_increments(decode_markets(x));
    expect_sound(decode_tickers(x));
  }
  if (is_meant("accounts"))
    expect_sound(decode_balances(x));
  if (is_meant("permissions"))
    expect_sound(decode_permissions(x));
  if (is_meant("time"))
    expect_sound(decode_time(x));
}

/// A fate is never better than what was read.
void expect_fate(const placement_answer& x) {
  expect_sound(x);
  ASSERT_EQ(x.fate == placement::accepted, x.value.has_value());
}

void expect_orders(const answer<order_page>& x) {
  expect_sound(x);
  if (!x.value)
    return;
  for (const auto& y : x.value->orders) {
    ASSERT_FALSE(y.venue_id.empty());
    ASSERT_FALSE(y.size.is_negative() || y.filled.is_negative());
    ASSERT_LE(y.reason.size(), 200U);
  }
}

void expect_fills(const answer<fill_page>& x) {
  expect_sound(x);
  if (!x.value)
    return;
  for (const auto& y : x.value->fills) {
    ASSERT_GT(y.price, decimal{});
    ASSERT_FALSE(y.size.is_negative());
  }
}

/// The same for the half that trades.
void decode_trading(const std::string& kind, const net::reply& x) {
  const auto is_meant
    = [&](const char* name) { return kind.empty() || kind == name; };
  if (is_meant("place_order")) {
    expect_fate(decode_placement(x));
    expect_fate(decode_edit(x));
    expect_sound(decode_preview(x));
  }
  if (is_meant("cancel_order")) {
    const auto read = decode_cancel(x);
    expect_sound(read);
    ASSERT_EQ(read.fate == cancel_fate::taken, read.value.has_value());
  }
  if (is_meant("query_order"))
    expect_sound(decode_lookup(x));
  if (is_meant("orders")) {
    expect_orders(decode_orders(x, which_orders::live));
    expect_orders(decode_orders(x, which_orders::over));
    expect_sound(decode_lookup_among(x, "x"));
  }
  if (is_meant("fills"))
    expect_fills(decode_fills(x));
  if (is_meant("fees"))
    expect_sound(decode_fees(x));
  if (is_meant("order_book"))
    expect_sound(decode_book(x));
  if (is_meant("trades")) {
    expect_sound(decode_trades(x));
    expect_sound(decode_ticker(x));
  }
}

/// What must hold of anything that a stream tells.
struct event_checker {
  static bool fits_log(const std::string& x) {
    return x.size() <= 200U && std::all_of(x.begin(), x.end(), [](char c) {
             return ' ' <= c && c <= '~';
           });
  }
  void operator()(const stream_malformed& x) const {
    ASSERT_TRUE(!x.text.empty() && fits_log(x.text)) << x.text;
  }
  void operator()(const stream_refusal& x) const {
    ASSERT_TRUE(fits_log(x.text)) << x.text;
    ASSERT_NE(x.kind, outcome_kind::ok);
  }
  void operator()(const stream_book& x) const {
    for (const auto* side : {&x.levels.bids, &x.levels.asks})
      for (const auto& level : *side)
        ASSERT_TRUE(decimal{} < level.price && !level.size.is_negative());
  }
  void operator()(const stream_candle& x) const {
    for (const auto price :
         {x.candle.open, x.candle.high, x.candle.low, x.candle.close})
      ASSERT_TRUE(std::isfinite(price) && price > 0);
  }
  void operator()(const ticker& x) const { ASSERT_GT(x.last, decimal{}); }
  void operator()(const trade& x) const {
    ASSERT_TRUE(decimal{} < x.price && decimal{} < x.size);
  }
  void operator()(const order_report& x) const {
    ASSERT_FALSE(x.venue_id.empty());
    ASSERT_FALSE(x.size.is_negative() || x.filled.is_negative());
    ASSERT_TRUE(fits_log(x.reason)) << x.reason;
  }
  template <class T>
  void operator()(const T& /*x*/) const {}
};

} // namespace

TEST(CoinbaseMutations, FaultE26_NoBytesCrashAStreamOrSlipPastIt) {
  auto random = random_source{20'261'128};
  const auto bodies = recorded_bodies({"coinbase/messages.jsonl"});
  auto by = stream{{}, std::nullopt};
  market btc;
  btc.venue_symbol = "BTC-USD";
  int told = 0;
  for (int i = 0; i < 20'000; ++i) {
    // Broken books would be silent from the first gap on.
    by.restart(socket_kind::market_data);
    by.subscribe(channel::book, {&btc, 1}, 0s, now);
    auto text = bodies[random.below(bodies.size())].text;
    mutate(text, random);
    for (const auto& x : by.read(socket_kind::market_data, text, now)) {
      std::visit(event_checker{}, x);
      told += std::holds_alternative<stream_malformed>(x) ? 0 : 1;
    }
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << text;
  }
  // Most of what is broken still says something.
  EXPECT_GT(told, 1000);
}

TEST(CoinbaseMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'123};
  const auto bodies = short_bodies();
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 401, 403, 404, 429, 503};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    const auto kind = random.below(20) == 0 ? std::string{} : body.kind;
    decode(kind, x);
    decode_trading(kind, x);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::coinbase
