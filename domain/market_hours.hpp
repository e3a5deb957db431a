// When a stock exchange in New York trades, from the calendar that a venue
// gives. A pure function of the time handed in: neither a clock nor a time zone
// database is asked, since New York's daylight saving is a rule of one line:
//
//   second Sunday of March, 02:00 standard time    UTC-5 becomes UTC-4
//   first Sunday of November, 02:00 daylight time  UTC-4 becomes UTC-5
//
// Source: 15 U.S.C. 260a as amended by the Energy Policy Act of 2005, section
// 110: in force from 2007 on.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"

#include <chrono>
#include <optional>
#include <vector>

namespace ballast {

/// The first year of the rule above.
constexpr auto new_york_rule_since = std::chrono::year{2007};

/// How far New York's time is ahead of UTC: -5 h or -4 h.
/// @pre not before `new_york_rule_since`
std::chrono::hours new_york_offset(unix_time x);

/// The moment at which New York's clocks show `clock` on `date`: the first of
/// two where the hour comes twice, an hour later where it is left out.
unix_time new_york_time(std::chrono::year_month_day date,
                        std::chrono::minutes clock);

/// One row of the calendar: a day on which there is a session. Times are those
/// of New York, counted from midnight; half days close early.
struct session_day {
  std::chrono::year_month_day date;
  std::chrono::minutes open{};
  std::chrono::minutes close{}; ///< The session's first minute that is not.

  friend bool operator==(const session_day&, const session_day&) = default;
};

/// Weekends and holidays have no row, so a day without one is closed; so is
/// all that lies beyond the last row, of which nothing is known. Whoever asks
/// the venue keeps the rows ahead of the time.
class market_hours {
public:
  /// @returns ec::invalid_argument for a date that is none or lies outside the
  ///          years 2007 to 9999, for a date given twice, or unless
  ///          0 <= open < close <= 24 h. In any order.
  static result<market_hours> make(std::vector<session_day> calendar);

  /// Whether x lies in [open, close) of a session.
  bool is_open(unix_time x) const;
  /// The first opening after x, not at it; absent where the calendar ends.
  std::optional<unix_time> next_open(unix_time x) const;
  /// The first closing after x, not at it; absent where the calendar ends.
  std::optional<unix_time> next_close(unix_time x) const;

private:
  struct session {
    unix_time open;
    unix_time close;
  };

  using iterator = std::vector<session>::const_iterator;

  explicit market_hours(std::vector<session> sessions);
  /// The first session that opens after x.
  iterator after(unix_time x) const;

  std::vector<session> sessions_; ///< Ascending, none reaching into another.
};

} // namespace ballast
