#include "sim/alpaca/timeframe.hpp"

#include "sim/alpaca/sessions.hpp"

#include <array>
#include <charconv>
#include <chrono>

namespace ballast::sim::alpaca {

namespace {

constexpr auto hour = std::int64_t{3'600};

struct unit_name {
  std::string_view name;
  timeframe::unit unit;
};
// The lower case ones are in no manual; clients send them and are answered.
constexpr auto unit_names = std::array{
  unit_name{"Min", timeframe::unit::minute},
  unit_name{"min", timeframe::unit::minute},
  unit_name{"T", timeframe::unit::minute},
  unit_name{"Hour", timeframe::unit::hour},
  unit_name{"H", timeframe::unit::hour},
  unit_name{"Day", timeframe::unit::day},
  unit_name{"D", timeframe::unit::day},
  unit_name{"Week", timeframe::unit::week},
  unit_name{"W", timeframe::unit::week},
  unit_name{"Month", timeframe::unit::month},
  unit_name{"M", timeframe::unit::month},
};

bool is_allowed(const timeframe& x) {
  switch (x.in) {
  case timeframe::unit::minute:
    return x.count >= 1 && x.count <= 59;
  case timeframe::unit::hour:
    return x.count >= 1 && x.count <= 23;
  case timeframe::unit::day:
  case timeframe::unit::week:
    return x.count == 1;
  case timeframe::unit::month:
    break;
  }
  return x.count >= 1 && x.count <= 12 && 12 % x.count == 0;
}

} // namespace

std::int64_t timeframe::seconds() const {
  return count * (in == unit::minute ? 60 : hour);
}

std::int64_t timeframe::start_of(std::int64_t x, bool is_crypto) const {
  using namespace std::chrono;
  if (is_intraday())
    return x - x % seconds();
  const auto shift = is_crypto ? hour : 0;
  auto date = new_york_date(x - shift);
  if (in == unit::week)
    date -= weekday{date} - Monday;
  if (in == unit::month) {
    const auto name = year_month_day{date};
    const auto first = (static_cast<unsigned>(name.month()) - 1)
                       / static_cast<unsigned>(count)
                       * static_cast<unsigned>(count);
    date = sys_days{name.year() / month{first + 1} / 1};
  }
  return new_york_midnight(date) + shift;
}

std::string timeframe::letter() const {
  constexpr auto letters = std::string_view{"MHDWO"};
  return std::string{letters.substr(static_cast<std::size_t>(in), 1)};
}

std::optional<timeframe> parse_timeframe(std::string_view text) {
  auto result = timeframe{};
  const auto* end = text.data() + text.size();
  const auto [rest, error] = std::from_chars(text.data(), end, result.count);
  if (error != std::errc{})
    return std::nullopt;
  const auto name
    = std::string_view{rest, static_cast<std::size_t>(end - rest)};
  for (const auto& x : unit_names)
    if (x.name == name) {
      result.in = x.unit;
      return is_allowed(result) ? std::optional{result} : std::nullopt;
    }
  return std::nullopt;
}

} // namespace ballast::sim::alpaca
