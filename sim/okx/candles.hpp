// Kinds of candles that OKX knows, and how it writes them.
#pragma once

#include "sim/candle_rows.hpp"
#include "sim/okx/instruments.hpp"

#include <string>
#include <string_view>

namespace ballast::sim::okx {

/// Of "1m", "1Dutc" and so on; nullptr where there is no such bar.
const candle_span* candle_span_of(std::string_view bar_name);

/// Appends one row, nine texts.
void append_candle(std::string& out, const instrument& x, const bar& row,
                   bool is_closed);

} // namespace ballast::sim::okx
