// Names of OKX's spot markets: BASE-QUOTE there, BASE/QUOTE here.
#pragma once

#include "domain/result.hpp"
#include "domain/symbol.hpp"

#include <string>
#include <string_view>

namespace ballast::venues::okx {

/// Reads an instrument id, for example "BTC-USDT" or "1INCH-USDT".
/// @returns ec::invalid_argument unless there is exactly one '-' with a
///          currency in capitals on either side; derivatives have more
///          ("BTC-USDT-SWAP", "BTC-USDT-250808") and so are none.
/// Source: "Get instruments", instId.
result<symbol> symbol_of(std::string_view instrument_id);

/// The instrument id of a market whose symbol came from `symbol_of`.
std::string instrument_id_of(const symbol& x);

} // namespace ballast::venues::okx
