// What the rows of candles have in common, whatever venue they come from.
#pragma once

#include "domain/market.hpp"
#include "venues/content.hpp"
#include "venues/json_body.hpp"
#include "venues/text_number.hpp"

#include <simdjson.h>

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::venues {

/// A number as text, as manuals promise, or as a JSON number: these are
/// statistics.
inline std::optional<double> number_of(simdjson::dom::element x) {
  double value = 0;
  if (x.is_number() && x.get_double().get(value) == simdjson::SUCCESS)
    return value;
  return parse_finite(text_of(x));
}

/// A figure of a candle: no number below zero, and no price of zero.
inline std::optional<double> figure_of(simdjson::dom::element x,
                                       bool is_price) {
  const auto value = number_of(x);
  if (!value || *value < 0 || (is_price && *value == 0))
    return std::nullopt;
  return value;
}

/// Where a figure stands in a row that is a list.
struct candle_column {
  std::size_t place;
  double candle::*value;
  bool is_price;
};

/// Reads the figures of a row; false when one of them cannot be read.
/// @pre columns ascend by their places
inline bool read_figures(const simdjson::dom::array& row,
                         std::span<const candle_column> columns, candle& to) {
  // One walk: to look each place up would begin at the row's start again.
  auto next = columns.begin();
  std::size_t place = 0;
  for (const auto value : row) {
    if (next == columns.end())
      return true;
    if (place++ != next->place)
      continue;
    const auto figure = figure_of(value, next->is_price);
    if (!figure)
      return false;
    to.*next->value = *figure;
    ++next;
  }
  return next == columns.end();
}

/// A figure in a row that is an object.
struct candle_field {
  std::string_view name;
  double candle::*value;
  bool is_price;
};

/// Reads the figures of a row; false when one of them cannot be read.
inline bool read_figures(const simdjson::dom::object& row,
                         std::span<const candle_field> fields, candle& to) {
  for (const auto& x : fields) {
    const auto value = member(row, x.name);
    const auto figure = value ? figure_of(*value, x.is_price) : std::nullopt;
    if (!figure)
      return false;
    to.*x.value = *figure;
  }
  return true;
}

/// A whole number of `Unit` since 1970, as text or as a JSON number; absent
/// unless it lies after 1970 and before the year 10000.
template <class Unit>
std::optional<unix_time> start_of(simdjson::dom::element x) {
  constexpr auto most
    = std::chrono::duration_cast<Unit>(std::chrono::seconds{unix_seconds_max});
  std::int64_t count = 0;
  if (x.get_int64().get(count) != simdjson::SUCCESS)
    count = parse_whole(text_of(x)).value_or(0);
  if (count <= 0 || count > most.count())
    return std::nullopt;
  return unix_time{Unit{count}};
}

/// Reads a row that is a list, with its start in `Unit` at place 0.
template <class Unit>
std::optional<candle> read_candle_row(simdjson::dom::element x,
                                      std::span<const candle_column> columns) {
  simdjson::dom::array row;
  simdjson::dom::element value;
  if (x.get_array().get(row) != simdjson::SUCCESS
      || row.at(0).get(value) != simdjson::SUCCESS)
    return std::nullopt;
  const auto start = start_of<Unit>(value);
  candle result;
  if (!start || !read_figures(row, columns, result))
    return std::nullopt;
  result.start = *start;
  return result;
}

/// Reads each candle with `read`, which returns std::optional<candle>, in the
/// order of the list. One that cannot be read makes the whole list unfit:
/// leaving it out would say that nothing traded.
template <class Read>
content<std::vector<candle>> read_each_candle(simdjson::dom::array list,
                                              Read read) {
  constexpr std::size_t reserved_max = 1024;
  std::vector<candle> candles;
  candles.reserve(std::min(list.size(), reserved_max));
  for (const auto x : list) {
    const std::optional<candle> found = read(x);
    if (!found)
      return unfit{"candle " + std::to_string(candles.size() + 1)
                   + " cannot be read"};
    candles.push_back(*found);
  }
  return {std::move(candles), {}, false};
}

/// Ascending by start, each start once: of two the one that came first.
inline void put_in_order(std::vector<candle>& x) {
  const auto later
    = [](const candle& a, const candle& b) { return a.start >= b.start; };
  const auto sooner
    = [](const candle& a, const candle& b) { return a.start <= b.start; };
  // Nearly every list is in order already, or from the newest to the oldest.
  if (std::adjacent_find(x.begin(), x.end(), later) == x.end())
    return;
  if (std::adjacent_find(x.begin(), x.end(), sooner) == x.end()) {
    std::reverse(x.begin(), x.end());
    return;
  }
  std::stable_sort(x.begin(), x.end(), [](const candle& a, const candle& b) {
    return a.start < b.start;
  });
  x.erase(std::unique(x.begin(), x.end(),
                      [](const candle& a, const candle& b) {
                        return a.start == b.start;
                      }),
          x.end());
}

/// Reads each candle and puts them in order; those are closed whose time is
/// over at `now`.
template <class Read>
content<std::vector<candle>> read_candle_list(simdjson::dom::array list,
                                              std::chrono::seconds timeframe,
                                              unix_time now, Read read) {
  auto found = read_each_candle(list, read);
  if (!found.value)
    return found;
  for (auto& x : *found.value)
    x.closed = x.start + timeframe <= now;
  put_in_order(*found.value);
  return found;
}

} // namespace ballast::venues
