#include "venues/candle_rows.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/reading.hpp"
#include "venues/okx/rows.hpp"

#include <array>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;

// A row: start, open, high, low, close, volume in base units, volume in quote
// units twice, and whether it is confirmed.
constexpr auto columns = std::array{
  candle_column{1, &candle::open, true},
  candle_column{2, &candle::high, true},
  candle_column{3, &candle::low, true},
  candle_column{4, &candle::close, true},
  candle_column{5, &candle::volume, false},
};

constexpr std::size_t confirm_place = 8;

/// "1" closed, "0" running.
std::optional<bool> is_confirmed(element x) {
  const auto text = text_of(x);
  if (text != "0" && text != "1")
    return std::nullopt;
  return text == "1";
}

content<std::vector<candle>> read_candles(const array& rows) {
  auto read = read_each_candle(rows, read_candle);
  // The venue sends the newest first, but nothing here depends on it.
  if (read.value)
    put_in_order(*read.value);
  return read;
}

} // namespace

std::optional<candle> read_candle(element x) {
  auto result = read_candle_row<std::chrono::milliseconds>(x, columns);
  element value;
  if (!result || x.at(confirm_place).get(value) != simdjson::SUCCESS)
    return std::nullopt;
  const auto closed = is_confirmed(value);
  if (!closed)
    return std::nullopt;
  result->closed = *closed;
  return result;
}

answer<std::vector<candle>> decode_candles(const net::reply& x) {
  return read_reply<std::vector<candle>>(x, read_candles);
}

} // namespace ballast::venues::okx
