// Rows about markets: prices, trades, books.
#include "venues/candle_rows.hpp"
#include "venues/okx/rows.hpp"
#include "venues/okx/symbols.hpp"
#include "venues/text_number.hpp"
#include "venues/ticker_figures.hpp"

#include <cstdint>
#include <utility>
#include <vector>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

decimal price_at(const object& row, std::string_view name) {
  return parse_positive(text_at(row, name)).value_or(decimal{});
}

/// Price and size; what else stands in a level are counts of orders.
std::optional<book_level> read_level(element x) {
  array columns;
  element price;
  element size;
  if (x.get_array().get(columns) != simdjson::SUCCESS
      || columns.at(0).get(price) != simdjson::SUCCESS
      || columns.at(1).get(size) != simdjson::SUCCESS)
    return std::nullopt;
  const auto at = parse_positive(text_of(price));
  const auto quantity = decimal::parse(text_of(size));
  if (!at || !quantity || quantity->is_negative())
    return std::nullopt;
  return book_level{*at, *quantity};
}

std::optional<std::vector<book_level>> read_side(const object& row,
                                                 std::string_view name) {
  array levels;
  if (row.at_key(name).get_array().get(levels) != simdjson::SUCCESS)
    return std::nullopt;
  std::vector<book_level> side;
  for (const auto x : levels) {
    const auto level = read_level(x);
    if (!level)
      return std::nullopt;
    side.push_back(*level);
  }
  return side;
}

} // namespace

bool is_spot(const object& row) {
  const auto type = text_at(row, "instType");
  return type.empty() ? symbol_of(text_at(row, "instId")).ok() : type == "SPOT";
}

std::optional<unix_time> time_at(const object& row, std::string_view name) {
  const auto value = member(row, name);
  return value ? start_of<std::chrono::milliseconds>(*value) : std::nullopt;
}

ticker ticker_of(const symbol& which, const object& row) {
  ticker result;
  result.symbol = which;
  result.last = price_at(row, "last");
  result.bid = price_at(row, "bidPx");
  result.ask = price_at(row, "askPx");
  // In quote units for spot, whatever its name says of a currency.
  result.volume_quote = day_figure(text_at(row, "volCcy24h"));
  result.change
    = change_since(parse_positive(text_at(row, "open24h")), result.last);
  return result;
}

std::optional<trade> read_trade(const object& row) {
  const auto which = symbol_of(text_at(row, "instId"));
  const auto price = parse_positive(text_at(row, "px"));
  const auto size = parse_positive(text_at(row, "sz"));
  const auto at = time_at(row, "ts");
  const auto taker = text_at(row, "side");
  if (!which || !price || !size || !at || (taker != "buy" && taker != "sell"))
    return std::nullopt;
  trade result;
  result.trade_id = text_at(row, "tradeId");
  result.symbol = *which;
  result.taker = taker == "buy" ? side::buy : side::sell;
  result.price = *price;
  result.size = *size;
  result.at = *at;
  return result;
}

std::optional<book_levels> read_book(const object& row) {
  auto bids = read_side(row, "bids");
  auto asks = read_side(row, "asks");
  if (!bids || !asks)
    return std::nullopt;
  book_levels result;
  result.bids = std::move(*bids);
  result.asks = std::move(*asks);
  result.at = time_at(row, "ts");
  std::uint64_t sequence = 0;
  if (row.at_key("seqId").get_uint64().get(sequence) == simdjson::SUCCESS)
    result.sequence = sequence;
  return result;
}

} // namespace ballast::venues::okx
