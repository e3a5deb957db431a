#include "venues/candle_rows.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/reading.hpp"

#include <array>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// A row: start, open, high, low, close, average, volume, trades.
constexpr auto columns = std::array{
  candle_column{1, &candle::open, true},
  candle_column{2, &candle::high, true},
  candle_column{3, &candle::low, true},
  candle_column{4, &candle::close, true},
  candle_column{6, &candle::volume, false},
};

/// The only list there is: the venue calls it by its own id of the pair, which
/// need not be the name that was asked for.
std::optional<array> only_list(element result) {
  object members;
  if (result.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  std::optional<array> found;
  for (const auto x : members) {
    if (x.key == "last")
      continue;
    array list;
    if (found || x.value.get_array().get(list) != simdjson::SUCCESS)
      return std::nullopt;
    found = list;
  }
  return found;
}

content<std::vector<candle>>
read_candles(element result, std::chrono::seconds timeframe, unix_time now) {
  const auto list = only_list(result);
  if (!list)
    return unfit{"expected the candles of one pair"};
  auto read = read_candle_list(*list, timeframe, now, [](element x) {
    return read_candle_row<std::chrono::seconds>(x, columns);
  });
  if (read.value && !read.value->empty())
    read.value->back().closed = false;
  return read;
}

} // namespace

answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now) {
  return read_reply<std::vector<candle>>(
    x, [&](element result) { return read_candles(result, timeframe, now); });
}

} // namespace ballast::venues::kraken
