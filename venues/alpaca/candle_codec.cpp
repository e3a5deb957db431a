#include "venues/alpaca/codec.hpp"
#include "venues/alpaca/reading.hpp"
#include "venues/candle_rows.hpp"
#include "venues/rfc3339.hpp"

#include <array>
#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr auto fields = std::array{
  candle_field{"o", &candle::open, true},
  candle_field{"h", &candle::high, true},
  candle_field{"l", &candle::low, true},
  candle_field{"c", &candle::close, true},
  candle_field{"v", &candle::volume, false},
};

std::optional<candle> read_bar(element x) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  const auto start = parse_rfc3339(text_at(members, "t"));
  if (!start || *start <= unix_time{})
    return std::nullopt;
  candle result;
  result.start = *start;
  if (!read_figures(members, fields, result))
    return std::nullopt;
  return result;
}

content<std::vector<candle>>
read_candles(element root, std::chrono::seconds timeframe, unix_time now) {
  object members;
  if (root.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected bars by their symbol"};
  if (!text_at(members, "next_page_token").empty())
    return unfit{"the candles go on on another page"};
  const auto bars = member(members, "bars");
  object lists;
  // Null where there was no trade at all.
  if (bars && bars->is_null())
    return {std::vector<candle>{}, {}, false};
  if (!bars || bars->get_object().get(lists) != simdjson::SUCCESS
      || lists.size() > 1)
    return unfit{"expected the bars of one market"};
  array list;
  for (const auto x : lists)
    if (x.value.get_array().get(list) == simdjson::SUCCESS)
      return read_candle_list(list, timeframe, now, read_bar);
    else
      return unfit{"expected a list of bars"};
  return {std::vector<candle>{}, {}, false};
}

} // namespace

answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now) {
  return read_reply<std::vector<candle>>(
    x, [&](element root) { return read_candles(root, timeframe, now); });
}

} // namespace ballast::venues::alpaca
