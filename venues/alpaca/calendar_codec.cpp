#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/reading.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"

#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// "09:30", counted from midnight.
std::optional<std::chrono::minutes> clock_of(std::string_view text) {
  constexpr std::size_t size = 5;
  if (text.size() != size || text[2] != ':' || text[0] == '-' || text[3] == '-')
    return std::nullopt;
  const auto hour = parse_whole(text.substr(0, 2));
  const auto minute = parse_whole(text.substr(3, 2));
  if (!hour || !minute || *hour > 24 || *minute > 59)
    return std::nullopt;
  return std::chrono::hours{*hour} + std::chrono::minutes{*minute};
}

std::optional<session_day> read_day(element x) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  const auto date = parse_date(text_at(members, "date"));
  const auto open = clock_of(text_at(members, "open"));
  const auto close = clock_of(text_at(members, "close"));
  if (!date || !open || !close)
    return std::nullopt;
  return session_day{*date, *open, *close};
}

content<std::vector<session_day>> read_calendar(element root) {
  array rows;
  if (root.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of days"};
  std::vector<session_day> calendar;
  for (const auto x : rows) {
    const auto day = read_day(x);
    if (!day)
      return unfit{"day " + std::to_string(calendar.size() + 1)
                   + " cannot be read"};
    calendar.push_back(*day);
  }
  auto remark = std::to_string(calendar.size()) + " days";
  return {std::move(calendar), std::move(remark), false};
}

} // namespace

answer<std::vector<session_day>> decode_calendar(const net::reply& x) {
  return read_reply<std::vector<session_day>>(x, read_calendar);
}

} // namespace ballast::venues::alpaca
