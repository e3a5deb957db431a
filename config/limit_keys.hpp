// What ballast.toml says about a venue's limits:
//
//   [venue.kraken.limits."kraken.private"]   a row of the venue's limits.toml
//   burst = 20
//   [venue.binance.weights.candles]          one of its weights
//   "binance.weight" = 4
//
// Which rows there are is not known here: see venues/limit_table.hpp.
#pragma once

#include "config/toml_keys.hpp"
#include "domain/limit.hpp"

namespace ballast::config {

/// Both tables. What they say is put behind what `into` has.
toml_key limits_key(limit_overrides& into, const toml_context& context);
toml_key weights_key(limit_overrides& into, const toml_context& context);

} // namespace ballast::config
