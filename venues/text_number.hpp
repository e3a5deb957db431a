// Numbers that venues write as text, or as a count of decimals.
#pragma once

#include "domain/decimal.hpp"

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::venues {

/// The last second of the year 9999: no time beyond it is believed, and
/// arithmetic on what is cannot overflow.
constexpr std::int64_t unix_seconds_max = 253'402'300'799;

/// A whole number, all of the text.
inline std::optional<std::int64_t> parse_whole(std::string_view text) {
  std::int64_t value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end)
    return std::nullopt;
  return value;
}

/// A finite number, all of the text. For statistics alone.
inline std::optional<double> parse_finite(std::string_view text) {
  double value = 0;
  const auto* end = text.data() + text.size();
  const auto read = std::from_chars(text.data(), end, value);
  if (text.empty() || read.ec != std::errc{} || read.ptr != end
      || !std::isfinite(value))
    return std::nullopt;
  return value;
}

/// A price or size above zero.
inline std::optional<decimal> parse_positive(std::string_view text) {
  const auto x = decimal::parse(text);
  return x && decimal{} < *x ? std::optional{*x} : std::nullopt;
}

/// A bound of sizes: zero where the venue gives none, absent where it gives
/// something unreadable.
inline std::optional<decimal> parse_bound(std::string_view text) {
  if (text.empty())
    return decimal{};
  const auto x = decimal::parse(text);
  return x && !x->is_negative() ? std::optional{*x} : std::nullopt;
}

/// 10^-decimals, where the type holds it.
constexpr std::optional<decimal> last_place(std::uint64_t decimals) {
  if (decimals > static_cast<std::uint64_t>(decimal::scale))
    return std::nullopt;
  auto units = int128{1};
  for (auto left = decimal::scale - static_cast<int>(decimals); left > 0;
       --left)
    units *= 10;
  return decimal::from_units(units);
}

} // namespace ballast::venues
