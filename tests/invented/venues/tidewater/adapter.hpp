// Tidewater, an invented exchange, as a broker sees it.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"
#include "venues/profile.hpp"

#include <memory>

namespace ballast::venues {

/// Prices, candles and the list of markets are public and spend the address's
/// budget; balances and permissions are sealed and spend the key's too. It
/// tells no status, and takes no orders here.
/// @returns ec::invalid_argument when rest_url is no "http(s)://host[:port]",
///          when only one of key and secret is given, or when either is not
///          what it should look like (see tidewater::signer).
result<std::unique_ptr<adapter>> make_tidewater(const adapter_options& opts);

/// For the table of venues.
const profile& tidewater_profile();

} // namespace ballast::venues
