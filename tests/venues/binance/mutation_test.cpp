// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/binance/codec.hpp"
#include "venues/binance/replies.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::binance {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{std::chrono::seconds{1'760'000'000}};

market_names some_names() {
  market x;
  x.venue_symbol = "BNBBTC";
  x.symbol = {"BNB", "BTC"};
  market_names names;
  names.learn({x});
  return names;
}

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x,
            const market_names& names) {
  const auto is_meant
    = [&](const char* name) { return kind.empty() || kind == name; };
  if (is_meant("candles"))
    expect_prices(decode_candles(x, 1h, now), ban_max);
  if (is_meant("markets"))
    expect_increments(decode_markets(x), ban_max);
  if (is_meant("tickers"))
    expect_sound(decode_tickers(x, names), ban_max);
  if (is_meant("balances"))
    expect_sound(decode_balances(x), ban_max);
  if (is_meant("permissions"))
    expect_sound(decode_permissions(x), ban_max);
  if (is_meant("time"))
    expect_sound(decode_time(x), ban_max);
  if (is_meant("status"))
    expect_sound(decode_status(x), ban_max);
}

/// Headers, broken like the body.
std::vector<net::header> broken_headers(random_source& random) {
  auto headers
    = std::vector<net::header>{{"Date", "Sun, 06 Nov 1994 08:49:37 GMT"},
                               {"Retry-After", "120"},
                               {"X-MBX-USED-WEIGHT-1M", "5999"}};
  for (auto& x : headers)
    if (random.below(2) == 0)
      mutate(x.value, random);
  return headers;
}

} // namespace

TEST(BinanceMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'126};
  const auto bodies
    = recorded_bodies({"binance/replies.jsonl", "binance/errors.jsonl"});
  const auto names = some_names();
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 403, 418, 429, 503, 520};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))],
                      broken_headers(random));
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    decode(random.below(20) == 0 ? "" : body.kind, x, names);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::binance
