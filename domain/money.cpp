#include "domain/money.hpp"

#include <array>
#include <charconv>
#include <cmath>
#include <string_view>
#include <system_error>

namespace ballast {

namespace {

constexpr auto half_bits = 64U;
constexpr auto all_bits = 128U;
constexpr auto low_half = ~uint128{0} >> half_bits;

uint128 magnitude_of(int128 x) {
  return x < 0 ? uint128{0} - static_cast<uint128>(x) : static_cast<uint128>(x);
}

/// A number of 256 bits.
struct wide {
  uint128 high = 0;
  uint128 low = 0;
};

/// By halves, as on paper.
wide product_of(uint128 a, uint128 b) {
  const auto ah = a >> half_bits;
  const auto al = a & low_half;
  const auto bh = b >> half_bits;
  const auto bl = b & low_half;
  const auto lowest = al * bl;
  const auto middle = ah * bl + (lowest >> half_bits); // < 2^128: no carry.
  const auto other = al * bh + (middle & low_half);
  return {ah * bh + (middle >> half_bits) + (other >> half_bits),
          (other << half_bits) | (lowest & low_half)};
}

struct quotient {
  uint128 whole = 0;
  bool has_rest = false;
};

/// Bit by bit. @returns nothing where the quotient needs more than 128 bits.
/// @pre by > 0
std::optional<quotient> quotient_of(wide x, uint128 by) {
  if (x.high >= by)
    return std::nullopt;
  auto rest = x.high;
  auto result = uint128{0};
  for (auto bit = all_bits; bit-- > 0;) {
    const auto carried = (rest >> (all_bits - 1)) != 0;
    rest = (rest << 1U) | ((x.low >> bit) & 1U);
    result <<= 1U;
    if (carried || rest >= by) {
      rest -= by;
      result |= 1U;
    }
  }
  return quotient{result, rest != 0};
}

} // namespace

result<decimal> proportion(decimal amount, decimal part, decimal whole,
                           rounding how) {
  const auto wrong = fault{ec::invalid_argument,
                           amount.to_string() + " * " + part.to_string() + " / "
                             + whole.to_string() + " is out of range"};
  if (whole.is_zero())
    return wrong;
  const auto negative
    = (amount.is_negative() != part.is_negative()) != whole.is_negative();
  const auto found = quotient_of(
    product_of(magnitude_of(amount.units()), magnitude_of(part.units())),
    magnitude_of(whole.units()));
  const auto highest = static_cast<uint128>(decimal::highest().units());
  if (!found || found->whole >= highest)
    return wrong;
  const auto away
    = found->has_rest && negative == (how == rounding::down) ? 1 : 0;
  const auto units = static_cast<int128>(found->whole) + away;
  return decimal::from_units(negative ? -units : units);
}

decimal value_of(decimal size, decimal price, rounding how) {
  if (const auto exact = multiply(size, price, how))
    return *exact;
  return size.is_negative() == price.is_negative() ? decimal::highest()
                                                   : decimal::lowest();
}

std::optional<decimal> money_of(double x) {
  if (!std::isfinite(x) || std::fabs(x) > 1e20)
    return std::nullopt;
  auto text = std::array<char, 64>{};
  auto* const end = text.data() + text.size();
  auto written = std::to_chars(text.data(), end, x);
  const auto as_text = [&] {
    return std::string_view{
      text.data(), static_cast<std::size_t>(written.ptr - text.data())};
  };
  if (const auto exact = decimal::parse(as_text()))
    return *exact;
  written = std::to_chars(text.data(), end, x, std::chars_format::fixed,
                          decimal::scale);
  const auto rounded = decimal::parse(as_text());
  return written.ec == std::errc{} && rounded ? std::optional{*rounded}
                                              : std::nullopt;
}

} // namespace ballast
