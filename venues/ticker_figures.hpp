// What the figures of tickers have in common, whatever venue they come from.
#pragma once

#include "domain/decimal.hpp"
#include "venues/text_number.hpp"

#include <cmath>
#include <optional>
#include <string_view>

namespace ballast::venues {

/// A figure of a day; zero where there is none above zero.
inline double day_figure(std::string_view text) {
  const auto value = parse_finite(text);
  return value && *value > 0 ? *value : 0;
}

/// How a price has changed since it was `opened_at`: 0.01 is 1 %. Zero where
/// either is unknown. Exact until divided: a quotient less one loses the digits
/// of a small change.
inline double change_since(std::optional<decimal> opened_at, decimal last) {
  if (!opened_at || *opened_at <= decimal{} || last <= decimal{})
    return 0;
  const auto change = (last - *opened_at).to_double() / opened_at->to_double();
  return std::isfinite(change) ? change : 0;
}

} // namespace ballast::venues
