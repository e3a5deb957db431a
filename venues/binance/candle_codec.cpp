#include "venues/binance/codec.hpp"
#include "venues/binance/reading.hpp"
#include "venues/candle_rows.hpp"

#include <array>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::element;

// A row: start, open, high, low, close, volume, end, and six figures more.
constexpr auto columns = std::array{
  candle_column{1, &candle::open, true},
  candle_column{2, &candle::high, true},
  candle_column{3, &candle::low, true},
  candle_column{4, &candle::close, true},
  candle_column{5, &candle::volume, false},
};

content<std::vector<candle>>
read_candles(element body, std::chrono::seconds timeframe, unix_time now) {
  simdjson::dom::array list;
  if (body.get_array().get(list) != simdjson::SUCCESS)
    return unfit{"expected a list of candles"};
  return read_candle_list(list, timeframe, now, [](element x) {
    return read_candle_row<std::chrono::milliseconds>(x, columns);
  });
}

} // namespace

answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now) {
  return read_reply<std::vector<candle>>(
    x, [&](element body) { return read_candles(body, timeframe, now); });
}

} // namespace ballast::venues::binance
