// One pair's day, as the simulated Kraken's Ticker tells it.
#pragma once

#include "sim/bar.hpp"
#include "sim/kraken/pairs.hpp"

#include <cstdint>
#include <string>

namespace ballast::sim::kraken {

/// Members and order as recorded: a, b, c, v, p, t, l, h, o. "Today" began at
/// 00:00 UTC; the last 24 hours are made of whole ones but the running one.
/// @param now in Unix seconds
std::string ticker_json(const pair& x, const bar_source& bars,
                        std::int64_t now);

} // namespace ballast::sim::kraken
