// Names of Coinbase's spot markets: BASE-QUOTE there, BASE/QUOTE here.
#pragma once

#include "domain/result.hpp"
#include "domain/symbol.hpp"

#include <string>
#include <string_view>

namespace ballast::venues::coinbase {

/// Reads a product id, for example "BTC-USD" or "1INCH-EUR". Currencies keep
/// the venue's names (CGLD stays CGLD, whatever others call it).
/// @returns ec::invalid_argument unless there is exactly one '-' with a
///          currency on either side; ids of futures have more ("BIP-20DEC30-
///          CDE") and so are none.
result<symbol> symbol_of(std::string_view product_id);

/// The product id of a market whose symbol came from `symbol_of`.
std::string product_id_of(const symbol& x);

} // namespace ballast::venues::coinbase
