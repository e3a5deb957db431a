// One row of Kraken's AssetPairs.
#pragma once

#include "domain/market.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::venues::kraken {

/// Views into the parsed body. Absent and null members are empty.
struct pair_row {
  std::string_view id; ///< The key of the row, "XXBTZUSD".
  std::string_view wsname;
  std::string_view asset_class; ///< aclass_base; empty on old answers.
  std::string_view status;
  std::string_view tick_size;
  std::string_view ordermin;
  std::string_view costmin;
  std::optional<std::uint64_t> pair_decimals;
  std::optional<std::uint64_t> lot_decimals;
};

/// Absent unless x is an object.
std::optional<pair_row> read_pair(std::string_view id,
                                  simdjson::dom::element x);

/// Whether it is a spot market of currencies with a book of its own.
bool is_spot(const pair_row& x) noexcept;

/// "online" is tradable; "reduce_only" has nothing to reduce on a spot account,
/// so cancel_only; what is not known, or not said, is halted.
market_state state_of(std::string_view status) noexcept;

/// Absent where the name or an increment cannot be read: see decode_markets.
/// The tick is tick_size, or else a unit of the last of pair_decimals.
std::optional<market> market_of(const pair_row& x);

} // namespace ballast::venues::kraken
