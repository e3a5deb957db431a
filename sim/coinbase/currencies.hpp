// The older half of the simulated Coinbase's API, as far as clients of the
// newer one still ask it: what currencies there are and what time it is.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"

#include <string_view>

namespace ballast::sim::coinbase {

/// GET /v2/currencies (of states), /v2/currencies/crypto and /v2/time.
/// Source: Coinbase App API, "Currencies" and "Time". Any other path: 404.
net::reply older_reply(std::string_view path, unix_time now);

} // namespace ballast::sim::coinbase
