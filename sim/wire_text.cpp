#include "sim/wire_text.hpp"

#include <array>
#include <charconv>
#include <cstdio>

namespace ballast::sim {

namespace {

constexpr auto digits_max = 40;

std::string iso(unix_time x, bool with_milliseconds) {
  using namespace std::chrono;
  const auto day = floor<days>(x);
  const auto date = year_month_day{day};
  const auto clock = hh_mm_ss{x - day};
  auto text = std::array<char, 40>{};
  std::snprintf(
    text.data(), text.size(), "%04d-%02u-%02uT%02d:%02d:%02d",
    static_cast<int>(date.year()), static_cast<unsigned>(date.month()),
    static_cast<unsigned>(date.day()), static_cast<int>(clock.hours().count()),
    static_cast<int>(clock.minutes().count()),
    static_cast<int>(clock.seconds().count()));
  auto result = std::string{text.data()};
  if (with_milliseconds) {
    std::snprintf(text.data(), text.size(), ".%03d",
                  static_cast<int>(clock.subseconds().count()));
    result += text.data();
  }
  return result + 'Z';
}

} // namespace

void append_fixed(std::string& out, std::int64_t units, int decimals) {
  if (units < 0)
    out += '-';
  auto digits = std::array<char, digits_max>{};
  const auto magnitude = units < 0 ? 0 - static_cast<std::uint64_t>(units)
                                   : static_cast<std::uint64_t>(units);
  const auto* end
    = std::to_chars(digits.data(), digits.data() + digits.size(), magnitude)
        .ptr;
  const auto text = std::string_view{
    digits.data(), static_cast<std::size_t>(end - digits.data())};
  const auto places = static_cast<std::size_t>(decimals);
  if (text.size() > places)
    out += text.substr(0, text.size() - places);
  else
    out += '0';
  if (places == 0)
    return;
  out += '.';
  out.append(text.size() < places ? places - text.size() : std::size_t{0}, '0');
  out += text.substr(text.size() > places ? text.size() - places : 0);
}

void append_decimal(std::string& out, std::int64_t units, int decimals) {
  append_fixed(out, units, decimals);
  if (decimals == 0)
    return;
  out.resize(out.find_last_not_of('0') + 1);
  if (out.ends_with('.'))
    out.pop_back();
}

std::string fixed_text(std::int64_t units, int decimals) {
  auto out = std::string{};
  append_fixed(out, units, decimals);
  return out;
}

std::string decimal_text(std::int64_t units, int decimals) {
  auto out = std::string{};
  append_decimal(out, units, decimals);
  return out;
}

int decimals_of(std::string_view increment) {
  const auto point = increment.find('.');
  return point == std::string_view::npos
           ? 0
           : static_cast<int>(increment.size() - point - 1);
}

std::string iso_seconds(unix_time x) { return iso(x, false); }
std::string iso_milliseconds(unix_time x) { return iso(x, true); }

std::string rfc1123_seconds(unix_time x) {
  using namespace std::chrono;
  constexpr auto day_names = std::string_view{"SunMonTueWedThuFriSat"};
  constexpr auto month_names
    = std::string_view{"JanFebMarAprMayJunJulAugSepOctNovDec"};
  const auto day = floor<days>(x);
  const auto date = year_month_day{day};
  const auto month = static_cast<unsigned>(date.month());
  const auto clock = iso_seconds(x).substr(11, 8);
  auto text = std::array<char, 24>{};
  std::snprintf(text.data(), text.size(), " %02u ",
                static_cast<unsigned>(date.day()));
  auto out = std::string{day_names.substr(3 * weekday{day}.c_encoding(), 3)};
  out += ',';
  out += text.data();
  out += month_names.substr(3 * (month - 1), 3);
  std::snprintf(text.data(), text.size(), " %02d ",
                static_cast<int>(date.year()) % 100);
  return out + text.data() + clock + " +0000";
}

} // namespace ballast::sim
