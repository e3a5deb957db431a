#include "venues/rfc3339.hpp"

#include "venues/text_number.hpp"

#include <algorithm>

namespace ballast::venues {

namespace {

using std::chrono::days;
using std::chrono::hours;
using std::chrono::milliseconds;
using std::chrono::minutes;
using std::chrono::seconds;
using std::chrono::sys_days;
using std::chrono::year_month_day;

constexpr bool is_digit(char x) noexcept { return '0' <= x && x <= '9'; }

/// Whether a text has digits where the pattern has '0', and else its signs.
bool fits(std::string_view text, std::string_view pattern) {
  return std::equal(
    text.begin(), text.end(), pattern.begin(), pattern.end(),
    [](char a, char b) { return b == '0' ? is_digit(a) : a == b; });
}

/// @pre digits alone, few enough for the type
int number(std::string_view digits) {
  int value = 0;
  for (const auto x : digits)
    value = value * 10 + (x - '0');
  return value;
}

/// Takes ".654738097" from the front; absent for a point without digits.
std::optional<milliseconds> take_fraction(std::string_view& text) {
  if (!text.starts_with('.'))
    return milliseconds{0};
  const auto end
    = std::min(text.find_first_not_of("0123456789", 1), text.size());
  auto digits = std::string{text.substr(1, std::min<std::size_t>(end - 1, 3))};
  if (digits.empty())
    return std::nullopt;
  digits.resize(3, '0');
  text.remove_prefix(end);
  return milliseconds{number(digits)};
}

/// How far local time is ahead of UTC.
std::optional<minutes> offset_of(std::string_view zone) {
  if (zone == "Z")
    return minutes{0};
  const auto is_west = zone.starts_with('-');
  if (!fits(zone, is_west ? "-00:00" : "+00:00"))
    return std::nullopt;
  const auto hour = number(zone.substr(1, 2));
  const auto minute = number(zone.substr(4, 2));
  if (hour > 23 || minute > 59)
    return std::nullopt;
  const auto ahead = hours{hour} + minutes{minute};
  return is_west ? -ahead : ahead;
}

void append(std::string& to, unsigned value, std::size_t width) {
  const auto digits = std::to_string(value);
  to.append(width - std::min(width, digits.size()), '0').append(digits);
}

/// The nearest moment in the years 1970 to 9999.
unix_time within_years(unix_time x) {
  return std::clamp(x, unix_time{}, unix_time{seconds{unix_seconds_max}});
}

/// @pre in the years 1970 to 9999
std::string date_and_clock(unix_time x) {
  const auto since_epoch = std::chrono::floor<seconds>(x.time_since_epoch());
  const auto day = std::chrono::floor<days>(since_epoch);
  const auto date = year_month_day{sys_days{day}};
  const auto clock = std::chrono::hh_mm_ss{since_epoch - day};
  std::string text;
  append(text, static_cast<unsigned>(static_cast<int>(date.year())), 4);
  append(text += '-', static_cast<unsigned>(date.month()), 2);
  append(text += '-', static_cast<unsigned>(date.day()), 2);
  append(text += 'T', static_cast<unsigned>(clock.hours().count()), 2);
  append(text += ':', static_cast<unsigned>(clock.minutes().count()), 2);
  append(text += ':', static_cast<unsigned>(clock.seconds().count()), 2);
  return text;
}

} // namespace

std::optional<year_month_day> parse_date(std::string_view text) {
  if (!fits(text, "0000-00-00"))
    return std::nullopt;
  const auto date = year_month_day{
    std::chrono::year{number(text.substr(0, 4))},
    std::chrono::month{static_cast<unsigned>(number(text.substr(5, 2)))},
    std::chrono::day{static_cast<unsigned>(number(text.substr(8, 2)))}};
  return date.ok() ? std::optional{date} : std::nullopt;
}

std::optional<unix_time> parse_rfc3339(std::string_view text) {
  constexpr std::size_t date_size = 10;
  constexpr std::size_t whole_size = 19;
  const auto date = parse_date(text.substr(0, date_size));
  const auto clock
    = text.substr(std::min(date_size, text.size()), whole_size - date_size);
  if (!date || !fits(clock, "T00:00:00"))
    return std::nullopt;
  const auto hour = number(clock.substr(1, 2));
  const auto minute = number(clock.substr(4, 2));
  const auto second = number(clock.substr(7, 2));
  // A leap second is the first of the next minute to all who do not have it.
  if (hour > 23 || minute > 59 || second > 60)
    return std::nullopt;
  auto rest = text.substr(whole_size);
  const auto fraction = take_fraction(rest);
  const auto offset = fraction ? offset_of(rest) : std::nullopt;
  if (!offset)
    return std::nullopt;
  return unix_time{sys_days{*date}} + hours{hour} + minutes{minute}
         + seconds{second} + *fraction - *offset;
}

std::string to_rfc3339(unix_time x) {
  return date_and_clock(within_years(x)) += 'Z';
}

std::string to_rfc3339_milliseconds(unix_time x) {
  const auto moment = within_years(x);
  const auto part = moment - std::chrono::floor<seconds>(moment);
  auto text = date_and_clock(moment);
  append(text += '.', static_cast<unsigned>(part.count()), 3);
  return text += 'Z';
}

} // namespace ballast::venues
