// Which of a venue's limits decides how fast it can be scanned, and how much of
// what it permits a node must use.
//
// Both follow from the limits the program ships (venues/*/limits.toml): a venue
// that is added is measured without a word here.
#pragma once

#include "domain/limit.hpp"

#include <cstdint>
#include <string>

namespace ballast::bench {

/// What lies between a node and its venues.
enum class path : std::uint8_t {
  quiet,  ///< Loopback.
  jitter, ///< A mean log-normal round trip of 100 ms.
  stalls, ///< The same, and now and then nothing passes for a second.
};

/// The limit that is reached first when candles are asked for all the time.
struct scan_limit {
  limit_row row;
  double per_s = 0; ///< Candle requests that it permits, EXIT's part left out.
};

/// @throws std::runtime_error when the program has no limits of the venue.
scan_limit scan_limit_of(const std::string& venue);

/// "10 per 1 s, burst 10" or "40 in 2 s"
std::string text_of(const limit_row& x);

/// The least share of what it permits that must be accepted.
///
///     bucket of burst 10 and more      0.97
///     window of 10 s and more          0.95
///     anything shorter                 0.93, 0.85 or 0.80 by path
///
/// A bucket with a smaller burst counts as the window in which that burst is
/// earned: held until answered, the two lose the same.
/// Source: limits-and-health.md, section 1, "Acceptance".
double least_share(const limit_row& x, path where);

} // namespace ballast::bench
