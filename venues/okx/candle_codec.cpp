#include "venues/candle_rows.hpp"
#include "venues/okx/codec.hpp"
#include "venues/okx/reading.hpp"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

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

std::optional<candle> read_candle(element x) {
  array row;
  element value;
  if (x.get_array().get(row) != simdjson::SUCCESS
      || row.at(0).get(value) != simdjson::SUCCESS)
    return std::nullopt;
  const auto start = start_of<std::chrono::milliseconds>(value);
  if (!start || row.at(confirm_place).get(value) != simdjson::SUCCESS)
    return std::nullopt;
  const auto closed = is_confirmed(value);
  if (!closed)
    return std::nullopt;
  candle result;
  result.start = *start;
  result.closed = *closed;
  if (!read_figures(row, columns, result))
    return std::nullopt;
  return result;
}

content<std::vector<candle>> read_candles(const array& rows) {
  std::vector<candle> candles;
  candles.reserve(std::min(rows.size(), candles_per_call));
  for (const auto x : rows) {
    const auto read = read_candle(x);
    if (!read)
      return unfit{"candle " + std::to_string(candles.size() + 1)
                   + " cannot be read"};
    candles.push_back(*read);
  }
  // The venue sends the newest first, but nothing here depends on it.
  put_in_order(candles);
  return {std::move(candles), {}, false};
}

} // namespace

answer<std::vector<candle>> decode_candles(const net::reply& x) {
  return read_reply<std::vector<candle>>(x, read_candles);
}

} // namespace ballast::venues::okx
