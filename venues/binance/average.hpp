// What an order was filled at, which Binance leaves to its clients.
#pragma once

#include "domain/decimal.hpp"

namespace ballast::venues::binance {

/// cost / size, cut to the last digit that the type holds; zero where either is
/// not above zero or the quotient leaves the range.
/// Source: Binance Spot REST API, "New order": cummulativeQuoteQty divided by
/// executedQty.
constexpr decimal average_of(decimal cost, decimal size) noexcept {
  if (cost <= decimal{} || size <= decimal{})
    return {};
  const auto divisor = size.units();
  auto quotient = cost.units() / divisor;
  auto rest = cost.units() % divisor;
  for (int i = 0; i < decimal::scale; ++i) {
    int128 digit_of = 0;
    if (__builtin_mul_overflow(rest, int128{10}, &digit_of)
        || __builtin_mul_overflow(quotient, int128{10}, &quotient)
        || __builtin_add_overflow(quotient, digit_of / divisor, &quotient))
      return {};
    rest = digit_of % divisor;
  }
  return decimal::from_units(quotient);
}

} // namespace ballast::venues::binance
