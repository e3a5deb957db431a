// Coinbase Advanced Trade, spot, as a broker sees it.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"
#include "venues/profile.hpp"

#include <memory>

namespace ballast::venues {

/// Prices, candles and the list of markets come from the public twins of their
/// endpoints and spend the IP's budget; balances and permissions are signed and
/// spend the account's.
/// @returns ec::invalid_argument when rest_url is no "http(s)://host[:port]",
///          when ws_url is no "ws(s)://host[:port]", when only one of key and
///          secret is given, or when the secret is no CDP key (see
///          coinbase::signer); never with any part of a secret.
result<std::unique_ptr<adapter>> make_coinbase(const adapter_options& opts);

/// The registered venue: the line `coinbase` in CMakeLists.txt.
const profile& coinbase_profile();

} // namespace ballast::venues
