// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/alpaca/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

using namespace std::chrono_literals;

constexpr auto now = unix_time{std::chrono::seconds{1'760'000'000}};

coin_names some_coins() {
  market x;
  x.venue_symbol = "BTC/USD";
  x.symbol = {"BTC", "USD"};
  coin_names coins;
  coins.learn({x});
  return coins;
}

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x,
            const coin_names& coins) {
  const auto is_meant = [&](std::string_view name) {
    return kind.empty() || kind.starts_with(name);
  };
  if (is_meant("candles"))
    expect_prices(decode_candles(x, 1h, now));
  if (is_meant("markets"))
    expect_increments(decode_markets(x, coins));
  if (is_meant("tickers"))
    expect_sound(decode_tickers(x));
  if (is_meant("account") || is_meant("positions"))
    expect_sound(decode_balances(x, coins));
  if (is_meant("account"))
    expect_sound(decode_permissions(x));
  if (is_meant("calendar"))
    expect_sound(decode_calendar(x));
  if (is_meant("time"))
    expect_sound(decode_time(x));
}

} // namespace

TEST(AlpacaMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'126};
  const auto bodies
    = recorded_bodies({"alpaca/replies.jsonl", "alpaca/errors.jsonl"});
  const auto coins = some_coins();
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 403, 422, 429, 503};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    decode(random.below(20) == 0 ? "" : body.kind, x, coins);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::alpaca
