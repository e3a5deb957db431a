// What the code must know by name of venues/binance/limits.toml.
#pragma once

#include <algorithm>
#include <cstdint>
#include <limits>
#include <string_view>

namespace ballast::venues::binance {

/// Of one address, shared by REST and the WebSocket API.
constexpr std::string_view weight_limit = "binance.weight";
/// Of one account, while they are unfilled.
constexpr std::string_view orders_limit = "binance.orders_10s";
constexpr std::string_view day_of_orders = "binance.orders_1d";

/// Permissions that come from the account instead of the wallet's interface.
constexpr std::string_view without_wallet = "without_wallet";
/// Open orders that are asked for without a market.
constexpr std::string_view all_markets = "all_markets";

/// A header's count as limit_feedback holds it.
constexpr std::uint32_t used_of(std::uint64_t count) noexcept {
  return static_cast<std::uint32_t>(
    std::min<std::uint64_t>(count, std::numeric_limits<std::uint32_t>::max()));
}

} // namespace ballast::venues::binance
