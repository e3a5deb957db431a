// Binance, spot, as a broker sees it.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"
#include "venues/profile.hpp"

#include <memory>

namespace ballast::venues {

/// All questions spend the address's budgets, signed or not: weight by what is
/// asked, and one raw request each. Orders have budgets of the account besides.
///
/// Tickers come by the venue's ids alone, which only the list of markets
/// explains: `markets_answer` learns them and `tickers_answer` reads none
/// before.
///
/// The status of the venue and the rights of a key belong to the wallet's
/// interface, which the spot testnet and the demo mode do not have: there is no
/// status there, and the rights are those of the account.
/// @returns ec::invalid_argument when rest_url is no "http(s)://host[:port]",
///          when only one of key and secret is given, or when either is not
///          what it should look like (see binance::signer); never with any part
///          of a secret.
result<std::unique_ptr<adapter>> make_binance(const adapter_options& opts);

/// The registered venue: the line `binance` in CMakeLists.txt.
const profile& binance_profile();

} // namespace ballast::venues
