// Recorded bodies, broken at random, through every decoder. What is asked for
// is little, and must hold for all bytes: no crash (the sanitizers watch), a
// value exactly when ok, and a text that fits a log line.
#include "domain/random.hpp"
#include "tests/venues/mutations.hpp"
#include "tests/venues/recorded.hpp"
#include "venues/okx/codec.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::okx {

namespace {

/// The decoders that a body of that kind is meant for; all without a kind.
void decode(const std::string& kind, const net::reply& x) {
  const auto is_meant
    = [&](const char* name) { return kind.empty() || kind == name; };
  if (is_meant("candles"))
    expect_prices(decode_candles(x));
  if (is_meant("markets"))
    expect_increments(decode_markets(x));
  if (is_meant("tickers") || is_meant("ticker_push"))
    expect_sound(decode_tickers(x));
  if (is_meant("balances"))
    expect_sound(decode_balances(x));
  if (is_meant("permissions"))
    expect_sound(decode_permissions(x));
  if (is_meant("time"))
    expect_sound(decode_time(x));
  if (is_meant("status"))
    expect_sound(decode_status(x));
}

} // namespace

TEST(OkxMutations, FaultE26_NoBytesCrashADecoderOrSlipPastIt) {
  auto random = random_source{20'261'126};
  const auto bodies
    = recorded_bodies({"okx/replies.jsonl", "okx/errors.jsonl"});
  constexpr unsigned statuses[]
    = {200, 200, 200, 200, 200, 200, 200, 400, 403, 429, 503, 520};
  for (int i = 0; i < 20'000; ++i) {
    const auto& body = bodies[random.below(bodies.size())];
    auto x = reply_of(body.text, statuses[random.below(std::size(statuses))]);
    mutate(x.body, random);
    // Now and then a decoder gets an answer that was meant for another.
    decode(random.below(20) == 0 ? "" : body.kind, x);
    if (HasFatalFailure())
      FAIL() << "iteration " << i << ": " << x.body;
  }
}

} // namespace ballast::venues::okx
