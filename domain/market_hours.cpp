#include "domain/market_hours.hpp"

#include <algorithm>
#include <cstddef>
#include <iterator>
#include <string>
#include <utility>

namespace ballast {

namespace {

using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr auto standard = hours{-5};
constexpr auto daylight = hours{-4};

bool is_daylight(unix_time x) {
  using std::chrono::March;
  using std::chrono::November;
  using std::chrono::Sunday;
  // The turn of the year is far from either change, so UTC's year will do.
  const auto day = std::chrono::floor<std::chrono::days>(x);
  const auto of_year = year_month_day{day}.year();
  const auto begin
    = sys_days{of_year / March / Sunday[2]} + hours{2} - standard;
  const auto end
    = sys_days{of_year / November / Sunday[1]} + hours{2} - daylight;
  return begin <= x && x < end;
}

/// What is wrong with a row; empty: nothing.
std::string objection(const session_day& x) {
  constexpr auto last_year = year{9999};
  if (!x.date.ok() || x.date.year() < new_york_rule_since
      || x.date.year() > last_year)
    return "expected a date of the years 2007 to 9999";
  if (x.open < minutes{0} || x.open >= x.close || x.close > hours{24})
    return "expected a session that opens before it closes, within one day";
  return {};
}

} // namespace

hours new_york_offset(unix_time x) {
  return is_daylight(x) ? daylight : standard;
}

unix_time new_york_time(year_month_day date, minutes clock) {
  const auto local = unix_time{sys_days{date}} + clock;
  const auto early = local - daylight;
  return is_daylight(early) ? early : local - standard;
}

result<market_hours> market_hours::make(std::vector<session_day> calendar) {
  for (std::size_t i = 0; i < calendar.size(); ++i)
    if (auto why = objection(calendar[i]); !why.empty())
      return fault{ec::invalid_argument,
                   "calendar row " + std::to_string(i + 1) + ": " + why};
  std::sort(
    calendar.begin(), calendar.end(),
    [](const session_day& a, const session_day& b) { return a.date < b.date; });
  const auto twice
    = std::adjacent_find(calendar.begin(), calendar.end(),
                         [](const session_day& a, const session_day& b) {
                           return a.date == b.date;
                         });
  if (twice != calendar.end())
    return fault{ec::invalid_argument, "calendar: expected each date once"};
  std::vector<session> sessions;
  sessions.reserve(calendar.size());
  for (const auto& x : calendar) {
    const auto next
      = session{new_york_time(x.date, x.open), new_york_time(x.date, x.close)};
    // One inside the hour that is left out in March does not take place.
    if (next.open < next.close)
      sessions.push_back(next);
  }
  return market_hours{std::move(sessions)};
}

market_hours::market_hours(std::vector<session> sessions)
    : sessions_{std::move(sessions)} {}

auto market_hours::after(unix_time x) const -> iterator {
  return std::upper_bound(
    sessions_.begin(), sessions_.end(), x,
    [](unix_time a, const session& b) { return a < b.open; });
}

bool market_hours::is_open(unix_time x) const {
  const auto next = after(x);
  return next != sessions_.begin() && x < std::prev(next)->close;
}

std::optional<unix_time> market_hours::next_open(unix_time x) const {
  const auto next = after(x);
  return next == sessions_.end() ? std::nullopt : std::optional{next->open};
}

std::optional<unix_time> market_hours::next_close(unix_time x) const {
  const auto next = after(x);
  if (next != sessions_.begin() && x < std::prev(next)->close)
    return std::prev(next)->close;
  return next == sessions_.end() ? std::nullopt : std::optional{next->close};
}

} // namespace ballast
