// Candles as venues list them: every interval has its row, and days, weeks and
// months begin where the venue says.
#pragma once

#include "sim/bar.hpp"

#include <cstdint>
#include <vector>

namespace ballast::sim {

/// How long the intervals of a kind of candle are, and where they begin.
struct candle_span {
  std::int64_t length = 60; ///< Seconds; 0: whole months.
  std::int64_t offset = 0;  ///< Of one beginning from 1970-01-01, seconds.
  std::int64_t months = 0;  ///< Where `length` is 0; counted from January.

  /// Beginning of the interval that holds `time`, in Unix seconds.
  std::int64_t start_of(std::int64_t time) const;
  /// Beginning of the interval `count` after the one that begins at `start`.
  std::int64_t advance(std::int64_t start, std::int64_t count) const;
};

/// The rows of all intervals that begin in [first, last] and not after `now`,
/// ascending. One without trades stands still where the last one ended.
/// @param first a beginning, like `last`
std::vector<bar> candle_rows(const bar_source& source, const candle_span& span,
                             std::int64_t first, std::int64_t last,
                             std::int64_t now);

} // namespace ballast::sim
