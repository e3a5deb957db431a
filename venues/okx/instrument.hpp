// One row of OKX's list of instruments.
#pragma once

#include "domain/market.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace ballast::venues::okx {

/// Views into the parsed body. Absent and null members are empty.
struct instrument {
  std::string_view id;   ///< instId, "BTC-USDT".
  std::string_view type; ///< instType, "SPOT".
  std::string_view state;
  std::string_view tick_size;
  std::string_view lot_size;
  std::string_view size_min;
  std::string_view size_max; ///< Of limit orders, in base units.
};

/// Absent unless x is an object.
std::optional<instrument> read_instrument(simdjson::dom::element x);

/// Whether it is to be listed later and its increments are not yet said.
bool is_announced(const instrument& x) noexcept;

/// "live" is tradable and "post_only" is itself; what else the venue has
/// ("suspend", "preopen", "rebase", "test"), and what is not known or not said,
/// is halted. Source: "Get instruments", state.
market_state state_of(std::string_view state) noexcept;

/// Absent where the id, an increment or a bound cannot be read: see
/// decode_markets. There is no least order value: the venue publishes none.
std::optional<market> market_of(const instrument& x);

} // namespace ballast::venues::okx
