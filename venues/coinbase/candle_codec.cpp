#include "venues/candle_rows.hpp"
#include "venues/coinbase/codec.hpp"
#include "venues/coinbase/json_fields.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

constexpr auto fields = std::array{
  candle_field{"low", &candle::low, true},
  candle_field{"high", &candle::high, true},
  candle_field{"open", &candle::open, true},
  candle_field{"close", &candle::close, true},
  candle_field{"volume", &candle::volume, false},
};

std::optional<candle> read_candle(element x) {
  candle result;
  object members;
  element value;
  if (x.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("start").get(value) != simdjson::SUCCESS)
    return std::nullopt;
  const auto start = start_of<std::chrono::seconds>(value);
  if (!start)
    return std::nullopt;
  result.start = *start;
  if (!read_figures(members, fields, result))
    return std::nullopt;
  return result;
}

content<std::vector<candle>>
read_candles(array list, std::chrono::seconds timeframe, unix_time now) {
  auto found = read_each_candle(list, read_candle);
  if (!found.value)
    return found;
  for (auto& x : *found.value)
    x.closed = x.start + timeframe <= now;
  // The venue sends the newest first.
  std::reverse(found.value->begin(), found.value->end());
  put_in_order(*found.value);
  return found;
}

} // namespace

answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now) {
  using list = std::vector<candle>;
  return read_reply<list>(x, subject::product, [&](std::string_view body) {
    return with_list<list>(body, "candles", [&](array candles) {
      return read_candles(candles, timeframe, now);
    });
  });
}

} // namespace ballast::venues::coinbase
