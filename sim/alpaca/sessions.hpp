// When New York's stock exchanges trade, by their own rules: which days are
// holidays, which end early, and what the clock and the calendar say of it.
//
// Sources: NYSE rule 7.2 (holidays) and its yearly notices of early closes;
// alpaca.md section 5 for the shapes.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/request_target.hpp"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

/// One day's regular session, in Unix seconds: [open, close).
struct session {
  std::chrono::year_month_day date;
  std::int64_t open = 0;
  std::int64_t close = 0;
  bool is_early = false; ///< Closes at 13:00.
};

/// The session of a date of New York; nothing on weekends and holidays.
std::optional<session> session_on(std::chrono::sys_days date);

/// Sessions that have some of [from, to] in them, ascending.
std::vector<session> sessions_between(std::int64_t from, std::int64_t to);

/// The session that is on at x, or else the last one before; there is always
/// one, since no holidays last a fortnight.
session last_session(std::int64_t x);
bool is_open(std::int64_t x);
/// The first session that opens after x.
session next_session(std::int64_t x);

/// 00:00 of a date in New York, in Unix seconds.
std::int64_t new_york_midnight(std::chrono::sys_days date);
/// The date that New York's calendars show.
std::chrono::sys_days new_york_date(std::int64_t x);

/// "2026-11-26", or nothing.
std::optional<std::chrono::sys_days> parse_date(std::string_view text);
std::string date_text(std::chrono::sys_days x);

/// GET /v2/clock
net::reply clock_reply(unix_time now);
/// GET /v2/calendar: start and end, both dates and both included; without them
/// 1970 to 2029.
net::reply calendar_reply(const request_target& what);

} // namespace ballast::sim::alpaca
