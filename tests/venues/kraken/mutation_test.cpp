// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/order_codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::kraken {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{std::chrono::seconds{1'760'000'000}};

pair_names some_names() {
  market x;
  x.venue_symbol = "XXBTZUSD";
  x.symbol = {"BTC", "USD"};
  pair_names names;
  names.learn({x});
  return names;
}

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x,
            const pair_names& names) {
  const auto is_meant
    = [&](const char* name) { return kind.empty() || kind == name; };
  if (is_meant("candles"))
    expect_prices(decode_candles(x, 1h, now));
  if (is_meant("markets"))
    expect_increments(decode_markets(x));
  if (is_meant("tickers"))
    expect_sound(decode_tickers(x, names));
  if (is_meant("balances"))
    expect_sound(decode_balances(x));
  if (is_meant("permissions"))
    expect_sound(decode_permissions(x));
  if (is_meant("time"))
    expect_sound(decode_time(x));
  if (is_meant("status"))
    expect_sound(decode_status(x));
}

/// An order is accepted only with an id of the venue's.
void decode_orders(const net::reply& x, const pair_names& names) {
  const auto placed = decode_placement(x);
  expect_sound(placed);
  ASSERT_EQ(placed.fate == placement::accepted, placed.value.has_value());
  ASSERT_TRUE(!placed.value || !placed.value->venue_id.empty());
  expect_sound(decode_amendment(x));
  expect_sound(decode_test(x));
  expect_sound(decode_cancel(x));
  expect_sound(decode_cancel_all(x));
  expect_sound(decode_dead_man(x));
  expect_sound(decode_stream_token(x));
  expect_sound(decode_lookup(x, names));
  expect_sound(decode_open_orders(x, names));
  expect_sound(decode_closed_orders(x, names));
  expect_sound(decode_fills(x, names));
  expect_sound(decode_fees(x));
  expect_sound(decode_book(x, names));
  expect_sound(decode_trades(x, names));
  expect_sound(decode_ticker(x, names));
}

constexpr const char* trading_bodies[] = {
  R"({"error":[],"result":{"txid":["O1"],"descr":{"order":"buy"}}})",
  R"({"error":[],"result":{"open":{"O1":{"status":"open","opentm":1.5,"descr":)"
  R"({"pair":"XBTUSD","type":"buy","ordertype":"limit","price":"2"},"vol":"1",)"
  R"("vol_exec":"0","cost":"0","fee":"0","price":"0","oflags":"fciq"}}}})",
  R"({"error":[],"result":{"trades":{"T1":{"ordertxid":"O1","pair":"XXBTZUSD",)"
  R"("time":1.5,"type":"buy","price":"2","vol":"1","fee":"0"}},"count":1}})",
  R"({"error":[],"result":{"XXBTZUSD":{"asks":[["2","1",5]],"bids":[]}}})",
  R"({"error":[],"result":{"XXBTZUSD":[["2","1",5.5,"b","l","",7]],"last":"8"}})",
  R"({"error":[],"result":{"fees":{"X":{"fee":"0.26"}},"count":1}})",
  R"({"error":[],"result":{"token":"abc","expires":900}})",
};

} // namespace

TEST(KrakenMutations, FaultE26_NoBytesMakeAnOrderOfNone) {
  auto random = random_source{20'261'126};
  const auto names = some_names();
  constexpr unsigned statuses[] = {200, 200, 200, 400, 429, 503};
  for (int i = 0; i < 10'000; ++i) {
    const auto* body = trading_bodies[random.below(std::size(trading_bodies))];
    auto x = reply_of(body, statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    decode_orders(x, names);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

TEST(KrakenMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'124};
  const auto bodies
    = recorded_bodies({"kraken/replies.jsonl", "kraken/errors.jsonl"});
  const auto names = some_names();
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 403, 429, 503, 520};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    decode(random.below(20) == 0 ? "" : body.kind, x, names);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::kraken
