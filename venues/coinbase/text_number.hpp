// Numbers that Coinbase writes as text.
#pragma once

#include <charconv>
#include <cmath>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::venues::coinbase {

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

} // namespace ballast::venues::coinbase
