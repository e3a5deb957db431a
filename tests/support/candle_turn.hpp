// Turns by candles alone at one venue that lists 732 markets, as the bot that
// ballast replaces had to scan. The test and the benchmark ask the same.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ballast::test {

struct candle_turn {
  std::size_t markets = 0; ///< That were asked for.
  double seconds = 0;      ///< From the first question to the last answer.
  double again = 0;        ///< From there to the last answer of the next turn.
  /// What the published limit, a full bucket at the beginning, permits at the
  /// least: for the first turn and, with an empty one, for the next.
  double seconds_min = 0;
  double again_min = 0;
  std::uint64_t rate_limited = 0;
  std::uint64_t over_limit = 0;
};

/// 732 markets of a simulated Coinbase: a bucket of 10 a second and burst 10,
/// behind a link of 70 ms there and back with jitter. In virtual time.
candle_turn run_candle_turn(std::uint64_t seed);

} // namespace ballast::test
