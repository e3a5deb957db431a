#include "sim/alpaca/sessions.hpp"

#include "domain/market_hours.hpp"
#include "sim/alpaca/replies.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdio>

namespace ballast::sim::alpaca {

namespace {

using namespace std::chrono_literals;
using std::chrono::days;
using std::chrono::sys_days;
using std::chrono::weekday;
using std::chrono::year;
using std::chrono::year_month_day;

/// Easter Sunday by the anonymous Gregorian algorithm (Meeus, "Astronomical
/// Algorithms", chapter 8), whose letters these are.
sys_days easter(year of) {
  const auto y = static_cast<int>(of);
  const auto a = y % 19;
  const auto b = y / 100;
  const auto c = y % 100;
  const auto d = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
  const auto e = (32 + 2 * (b % 4) + 2 * (c / 4) - d - c % 4) % 7;
  const auto f = d + e - 7 * ((a + 11 * d + 22 * e) / 451) + 114;
  return sys_days{of / std::chrono::month(static_cast<unsigned>(f / 31))
                  / (f % 31 + 1)};
}

/// A holiday of a fixed date is kept on the Friday before, or on the Monday
/// after, where it falls on a weekend.
sys_days observed(sys_days x) {
  if (weekday{x} == std::chrono::Saturday)
    return x - days{1};
  return weekday{x} == std::chrono::Sunday ? x + days{1} : x;
}

bool is_holiday(sys_days x) {
  using std::chrono::last;
  using std::chrono::Monday;
  using std::chrono::Saturday;
  using std::chrono::Thursday;
  const auto date = year_month_day{x};
  const auto y = date.year();
  const auto new_year = sys_days{y / 1 / 1};
  // New Year's Day alone is not moved into the year before.
  if (weekday{new_year} != Saturday && x == observed(new_year))
    return true;
  constexpr auto juneteenth_since = 2022;
  return x == sys_days{y / 1 / Monday[3]} || x == sys_days{y / 2 / Monday[3]}
         || x == easter(y) - days{2} || x == sys_days{y / 5 / Monday[last]}
         || (static_cast<int>(y) >= juneteenth_since
             && x == observed(sys_days{y / 6 / 19}))
         || x == observed(sys_days{y / 7 / 4})
         || x == sys_days{y / 9 / Monday[1]}
         || x == sys_days{y / 11 / Thursday[4]}
         || x == observed(sys_days{y / 12 / 25});
}

/// The day before Independence Day, the one after Thanksgiving and Christmas
/// Eve, where they are days of trading at all.
bool closes_early(sys_days x) {
  const auto y = year_month_day{x}.year();
  return x == sys_days{y / 7 / 3}
         || x == sys_days{y / 11 / std::chrono::Thursday[4]} + days{1}
         || x == sys_days{y / 12 / 24};
}

std::int64_t unix_seconds(unix_time x) {
  return std::chrono::floor<std::chrono::seconds>(x.time_since_epoch()).count();
}

unix_time time_of(std::int64_t x) { return unix_time{std::chrono::seconds{x}}; }

/// "2026-11-27T09:30:00-05:00"
std::string local_text(std::int64_t x, const std::string& fraction = {}) {
  const auto offset = new_york_offset(time_of(x));
  auto text = iso_seconds(time_of(x) + offset);
  text.pop_back();
  text += fraction;
  return text + (offset == -4h ? "-04:00" : "-05:00");
}

} // namespace

std::int64_t new_york_midnight(sys_days date) {
  return unix_seconds(new_york_time(year_month_day{date}, 0min));
}

sys_days new_york_date(std::int64_t x) {
  return std::chrono::floor<days>(time_of(x) + new_york_offset(time_of(x)));
}

std::optional<session> session_on(sys_days date) {
  const auto day = weekday{date};
  if (day == std::chrono::Saturday || day == std::chrono::Sunday
      || is_holiday(date))
    return std::nullopt;
  const auto name = year_month_day{date};
  const auto is_early = closes_early(date);
  return session{name, unix_seconds(new_york_time(name, 9h + 30min)),
                 unix_seconds(new_york_time(name, is_early ? 13h : 16h)),
                 is_early};
}

std::vector<session> sessions_between(std::int64_t from, std::int64_t to) {
  auto result = std::vector<session>{};
  for (auto day = new_york_date(from); day <= new_york_date(to); day += days{1})
    if (const auto x = session_on(day); x && x->open <= to && from < x->close)
      result.push_back(*x);
  return result;
}

session last_session(std::int64_t x) {
  for (auto day = new_york_date(x);; day -= days{1})
    if (const auto found = session_on(day); found && found->open <= x)
      return *found;
}

bool is_open(std::int64_t x) { return x < last_session(x).close; }

session next_session(std::int64_t x) {
  for (auto day = new_york_date(x);; day += days{1})
    if (const auto found = session_on(day); found && x < found->open)
      return *found;
}

std::optional<sys_days> parse_date(std::string_view text) {
  constexpr auto size = std::size_t{10};
  if (text.size() != size || text[4] != '-' || text[7] != '-')
    return std::nullopt;
  auto y = 0;
  auto m = 0U;
  auto d = 0U;
  const auto reads = [&](std::size_t from, std::size_t to, auto& into) {
    const auto* end = text.data() + to;
    return std::from_chars(text.data() + from, end, into).ptr == end;
  };
  if (!reads(0, 4, y) || !reads(5, 7, m) || !reads(8, 10, d))
    return std::nullopt;
  const auto date = year{y} / std::chrono::month{m} / std::chrono::day{d};
  return date.ok() && y > 0 ? std::optional{sys_days{date}} : std::nullopt;
}

std::string date_text(sys_days x) {
  constexpr auto size = std::size_t{10};
  return iso_seconds(unix_time{x}).substr(0, size);
}

net::reply clock_reply(unix_time now) {
  const auto x = unix_seconds(now);
  const auto running = last_session(x);
  const auto opens = next_session(x);
  const auto closes = x < running.close ? running.close : opens.close;
  auto fraction = std::array<char, 16>{};
  std::snprintf(fraction.data(), fraction.size(), ".%03d000000",
                static_cast<int>(
                  (now.time_since_epoch() - std::chrono::seconds{x}).count()));
  return good(R"({"timestamp":")" + local_text(x, fraction.data())
              + R"(","is_open":)" + (x < running.close ? "true" : "false")
              + R"(,"next_open":")" + local_text(opens.open)
              + R"(","next_close":")" + local_text(closes) + "\"}");
}

net::reply calendar_reply(const request_target& what) {
  // The rule of daylight saving that is in use began in 2007.
  constexpr auto first = sys_days{year{2007} / 1 / 1};
  constexpr auto last = sys_days{year{2029} / 12 / 31};
  const auto start = parse_date(what.first("start").value_or("1970-01-01"));
  const auto end = parse_date(what.first("end").value_or("2029-12-31"));
  if (!start || !end)
    return trading_error(422, 42'210'000, "invalid date format");
  auto body = std::string{"["};
  for (auto day = std::max(*start, first); day <= std::min(*end, last);
       day += days{1}) {
    const auto found = session_on(day);
    if (!found)
      continue;
    auto settlement = day + days{1};
    while (!session_on(settlement))
      settlement += days{1};
    body += body.size() == 1 ? "" : ",";
    body += R"({"date":")" + date_text(day) + R"(","open":"09:30","close":")"
            + (found->is_early ? "13:00" : "16:00")
            + R"(","session_open":"0400","session_close":")"
            + (found->is_early ? "1700" : "2000") + R"(","settlement_date":")"
            + date_text(settlement) + "\"}";
  }
  return good(body + ']');
}

} // namespace ballast::sim::alpaca
