// Dates with a time and an offset, as JSON interfaces write them.
#pragma once

#include "domain/time.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues {

/// Reads "2023-11-22T08:07:57.654738097-05:00": any number of digits behind the
/// point, cut off after milliseconds, and 'Z' or an offset. Capitals only.
/// Source: RFC 3339, section 5.6, date-time.
std::optional<unix_time> parse_rfc3339(std::string_view text);

/// "2023-11-22T13:07:57Z", in whole seconds, rounded down; what lies outside
/// the years 1970 to 9999 becomes their nearest second.
std::string to_rfc3339(unix_time x);

/// "2023-11-22T13:07:57.654Z": the same with three decimals, always.
std::string to_rfc3339_milliseconds(unix_time x);

/// A date alone: "2023-11-22".
std::optional<std::chrono::year_month_day> parse_date(std::string_view text);

} // namespace ballast::venues
