// How long a bar is, and where it begins.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim::alpaca {

/// "5Min", "1Hour", "1Day", "1Week", "3Month", with their short forms.
///
/// Bars of minutes and hours begin at multiples of their length since 1970, of
/// which the manual says nothing. Days begin at midnight in New York for stocks
/// and an hour later, at midnight in Chicago, for crypto, as recorded; weeks on
/// Mondays, months on their first.
struct timeframe {
  enum class unit { minute, hour, day, week, month };
  unit in = unit::minute;
  std::int64_t count = 1;

  bool is_intraday() const { return in == unit::minute || in == unit::hour; }
  /// @pre is_intraday()
  std::int64_t seconds() const;
  /// When the bar that holds x begins, in Unix seconds.
  std::int64_t start_of(std::int64_t x, bool is_crypto) const;
  /// As page tokens have it: "M", "H", "D", …
  std::string letter() const;
};

/// Source: alpaca.md section 7. 1 to 59 minutes, 1 to 23 hours, one day, one
/// week, 1, 2, 3, 4, 6 or 12 months.
std::optional<timeframe> parse_timeframe(std::string_view text);

} // namespace ballast::sim::alpaca
