// Names of Tidewater's pools: "btc~usd" there, BTC/USD here.
#pragma once

#include "domain/result.hpp"
#include "domain/symbol.hpp"

#include <string_view>

namespace ballast::venues::tidewater {

/// Reads "btc~usd".
/// @returns ec::invalid_argument unless there is exactly one '~' with
/// lower-case
///          letters or digits on either side. Source: MANUAL.md, pools.
result<symbol> symbol_of(std::string_view pool);

} // namespace ballast::venues::tidewater
