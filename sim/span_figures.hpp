// A market's figures over some time, made of its candles.
#pragma once

#include "sim/bar.hpp"

#include <cstdint>
#include <string>

namespace ballast::sim {

/// What happened in a stretch of time up to now.
struct span_figures {
  bar sum;                 ///< Without trades: the last price throughout.
  double quote_volume = 0; ///< In ticks times steps.
};
/// Of the bars of `width` seconds that begin in [from, now], Unix seconds.
span_figures figures_since(const bar_source& source, std::int64_t from,
                           std::int64_t width, std::int64_t now);
/// Of the last 24 hours, of which the oldest counts only as a whole.
span_figures figures_of_day(const bar_source& source, std::int64_t now);

/// What was paid in a bar, by its typical price. In ticks times steps.
double paid_in(const bar& x);

/// units * 10^-decimals with at least `places` digits after the point.
std::string padded_text(std::int64_t units, int decimals, int places);
/// A statistic with so many digits after the point.
std::string fixed_text(double x, int places);

} // namespace ballast::sim
