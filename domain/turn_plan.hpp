// What a turn through the funnel takes of each limit, said before it begins.
#pragma once

#include "domain/limit.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace ballast {

/// A limit as far as a plan asks.
struct limit_pace {
  std::string limit;      ///< Id of its budget: "binance.weight"
  double units_per_s = 0; ///< That it lets through for ever; > 0.
};

/// What the questions of a turn spend at one venue.
struct scan_costs {
  std::vector<limit_pace> limits; ///< All that they spend from.
  std::size_t ticker_calls = 0;   ///< For the prices of all markets.
  std::vector<spend> ticker;      ///< Of one such call, as the next.
  std::vector<spend> candles;
  std::vector<spend> book; ///< Empty: the venue's books are not asked for.
};

struct turn_size {
  std::size_t ticker_calls = 0;
  std::size_t candle_calls = 0;
  std::size_t book_calls = 0;

  std::size_t calls() const noexcept {
    return ticker_calls + candle_calls + book_calls;
  }
};

/// What a turn spends of one limit.
struct limit_use {
  std::string limit;
  std::uint64_t units = 0;
  double seconds = 0; ///< Until it has let them through, turn after turn.

  friend bool operator==(const limit_use&, const limit_use&) = default;
};

struct turn_plan {
  turn_size size;
  std::vector<limit_use> limits; ///< The slowest first.

  /// The turn's: the slowest limit decides. 0 where none is known.
  double seconds() const noexcept {
    return limits.empty() ? 0 : limits.front().seconds;
  }
};

/// @param left how much of the limits that candles spend from is left for them
///        (see scan_pace); > 0, at most 1.
turn_plan plan_turn(const turn_size& size, const scan_costs& costs,
                    double left = 1);

/// "kraken.public 25 in 25.0s, …", at most `most` of them.
std::string to_string(const std::vector<limit_use>& x, std::size_t most = 3);

} // namespace ballast
