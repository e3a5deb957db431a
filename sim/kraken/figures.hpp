// Numbers of Kraken's candles and tickers that a bar does not hold itself.
#pragma once

#include "sim/bar.hpp"

#include <cstdint>
#include <string>

namespace ballast::sim::kraken {

/// Volume-weighted average price in ticks. What traded within a bar is not
/// known, so it is the bar's typical price; never outside of the bar.
std::int64_t average_price(const bar& x);

/// Appends units * 10^-decimals with at least `places` digits after the point.
void append_padded(std::string& out, std::int64_t units, int decimals,
                   int places);

/// Digits after the point of every volume.
constexpr auto volume_places = 8;

} // namespace ballast::sim::kraken
