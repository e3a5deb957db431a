// One row of Alpaca's list of assets.
#pragma once

#include "domain/market.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace ballast::venues::alpaca {

/// Views into the parsed body. Absent and null members are empty.
struct asset_row {
  std::string_view kind; ///< The member "class": "us_equity", "crypto".
  std::string_view symbol;
  std::string_view status;
  std::string_view price_increment;     ///< Crypto alone, like the next two.
  std::string_view min_trade_increment; ///< Of the size.
  std::string_view min_order_size;
  bool tradable = false;
  bool fractionable = false;
};

/// Absent unless x is an object.
std::optional<asset_row> read_asset(simdjson::dom::element x);

/// Whether it is a stock or a coin that is listed today.
bool is_listed(const asset_row& x) noexcept;

/// Tradable or, where the venue takes no orders for it now, halted. Absent
/// where the name or an increment cannot be read: see decode_markets.
std::optional<market> market_of(const asset_row& x);

} // namespace ballast::venues::alpaca
