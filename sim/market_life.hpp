// Where a made-up market's price starts its walk, and how lively it is.
#pragma once

#include "sim/market_walk.hpp"

#include <cstdint>
#include <string>

namespace ballast::sim {

/// What decides how a market trades.
struct market_nature {
  /// Canonical "BTC-USD", whatever the venue calls it: two venues that list the
  /// same book see much the same prices.
  std::string book;
  std::string base; ///< Canonical, like the next.
  std::string quote;
  int price_decimals = 0;
  int base_decimals = 0;
};

/// Well known assets are priced near what they cost when this was written and
/// cross rates agree with them; the others follow from `seed` and the book.
market_walk::options life_of(const market_nature& x, std::uint64_t seed);

} // namespace ballast::sim
