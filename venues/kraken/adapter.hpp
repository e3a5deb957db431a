// Kraken, spot, as a broker sees it.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"
#include "venues/profile.hpp"

#include <memory>

namespace ballast::venues {

/// Prices, candles and the list of markets are public and spend the IP's
/// budget; balances and permissions are signed and spend the key's.
///
/// A signed request takes its nonce when it is made, so requests of one key are
/// sent in the order in which they were made, one after the other. One key has
/// one adapter: two would overtake each other's nonces.
///
/// Candles come up to the open one, whatever end is asked for, and no older
/// than the last `candles_max()`. The newest is never closed: it is the running
/// one.
///
/// Tickers come by the venue's ids alone, which only the list of markets
/// explains: `markets_answer` learns them and `tickers_answer` reads none
/// before.
/// @returns ec::invalid_argument when rest_url is no "http(s)://host[:port]" or
///          ws_url no "ws(s)://host[:port]", when only one of key and secret is
///          given, or when either is not what it should look like (see
///          kraken::signer); never with any part of a secret.
result<std::unique_ptr<adapter>> make_kraken(const adapter_options& opts);

/// The registered venue: the line `kraken` in CMakeLists.txt.
const profile& kraken_profile();

} // namespace ballast::venues
