#include "venues/candle_rows.hpp"
#include "venues/kraken/codec.hpp"
#include "venues/kraken/reading.hpp"

#include <array>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;

// A row: start, open, high, low, close, average, volume, trades.
constexpr auto columns = std::array{
  candle_column{1, &candle::open, true},
  candle_column{2, &candle::high, true},
  candle_column{3, &candle::low, true},
  candle_column{4, &candle::close, true},
  candle_column{6, &candle::volume, false},
};

content<std::vector<candle>>
read_candles(element result, std::chrono::seconds timeframe, unix_time now) {
  const auto found = only_pair(result);
  array list;
  if (!found || found->value.get_array().get(list) != simdjson::SUCCESS)
    return unfit{"expected the candles of one pair"};
  auto read = read_candle_list(list, timeframe, now, [](element x) {
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
