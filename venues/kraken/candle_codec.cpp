#include "venues/kraken/codec.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

// A row: start, open, high, low, close, average, volume, trades.
struct column {
  std::size_t place;
  double candle::*value;
  bool is_price;
};

constexpr auto columns = std::array{
  column{1, &candle::open, true},    column{2, &candle::high, true},
  column{3, &candle::low, true},     column{4, &candle::close, true},
  column{6, &candle::volume, false},
};

/// A number as text, as the manual promises, or as a JSON number: these are
/// statistics.
std::optional<double> number_of(element x) {
  double value = 0;
  if (x.is_number() && x.get_double().get(value) == simdjson::SUCCESS)
    return value;
  return parse_finite(text_of(x));
}

std::optional<unix_time> start_of(element x) {
  std::int64_t seconds = 0;
  if (x.get_int64().get(seconds) != simdjson::SUCCESS)
    seconds = parse_whole(text_of(x)).value_or(0);
  if (seconds <= 0 || seconds > unix_seconds_max)
    return std::nullopt;
  return unix_time{std::chrono::seconds{seconds}};
}

std::optional<candle> read_candle(element x) {
  array row;
  element value;
  if (x.get_array().get(row) != simdjson::SUCCESS
      || row.at(0).get(value) != simdjson::SUCCESS)
    return std::nullopt;
  const auto start = start_of(value);
  if (!start)
    return std::nullopt;
  candle result;
  result.start = *start;
  for (const auto& y : columns) {
    if (row.at(y.place).get(value) != simdjson::SUCCESS)
      return std::nullopt;
    const auto number = number_of(value);
    if (!number || *number < 0 || (y.is_price && *number == 0))
      return std::nullopt;
    result.*y.value = *number;
  }
  return result;
}

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
  std::vector<candle> candles;
  candles.reserve(std::min(list->size(), candles_per_call + 1));
  for (const auto x : *list) {
    auto read = read_candle(x);
    if (!read)
      return unfit{"candle " + std::to_string(candles.size() + 1)
                   + " cannot be read"};
    read->closed = read->start + timeframe <= now;
    candles.push_back(*read);
  }
  std::stable_sort(
    candles.begin(), candles.end(),
    [](const candle& a, const candle& b) { return a.start < b.start; });
  candles.erase(std::unique(candles.begin(), candles.end(),
                            [](const candle& a, const candle& b) {
                              return a.start == b.start;
                            }),
                candles.end());
  if (!candles.empty())
    candles.back().closed = false;
  return {std::move(candles), {}, false};
}

} // namespace

answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now) {
  return read_reply<std::vector<candle>>(
    x, [&](element result) { return read_candles(result, timeframe, now); });
}

} // namespace ballast::venues::kraken
