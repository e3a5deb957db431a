// Names of spot markets as BASE-QUOTE, which more than one venue writes.
#pragma once

#include "domain/result.hpp"
#include "domain/symbol.hpp"

#include <string>
#include <string_view>

namespace ballast::venues {

/// Reads "BTC-USD" or "1INCH-EUR".
/// @returns ec::invalid_argument unless there is exactly one '-' with a
///          currency in capitals on either side.
result<symbol> parse_dashed(std::string_view id);

/// "BTC-USD" of a market whose symbol came from `parse_dashed`.
std::string dashed(const symbol& x);

} // namespace ballast::venues
