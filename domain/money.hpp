// Arithmetic of money beyond sums: parts of an amount, what a size is worth,
// and the one way from a figure of statistics to an exact one.
#pragma once

#include "domain/decimal.hpp"
#include "domain/result.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>

namespace ballast {

/// amount * part / whole, exact to 10^-18 and then rounded as asked; nothing is
/// lost on the way. `proportion(x, decimal::whole(1), y, how)` is x / y.
/// @returns ec::invalid_argument where `whole` is zero or the result leaves the
///          range.
result<decimal> proportion(decimal amount, decimal part, decimal whole,
                           rounding how);

/// What a size is worth at a price. Beyond the range: its end.
decimal value_of(decimal size, decimal price, rounding how);

/// The decimal that a figure of statistics stands for: the shortest number
/// that reads as this double, as a person would write it; what lies beyond
/// 10^-18 is rounded to the nearest.
/// @returns nothing for what is not finite or leaves the range.
std::optional<decimal> money_of(double x);

/// Coins that are counted as one dollar each, for what an account is worth and
/// may risk. They are never spent for each other.
inline constexpr auto dollar_currencies
  = std::array<std::string_view, 3>{"USD", "USDC", "USDT"};
constexpr bool is_dollar(std::string_view currency) noexcept {
  return std::find(dollar_currencies.begin(), dollar_currencies.end(), currency)
         != dollar_currencies.end();
}

} // namespace ballast
