// One market as anybody sees it: its book, its trades, its price.
#include "venues/kraken/codec.hpp"
#include "venues/kraken/order_codec.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// Text at a place of a row; empty where there is none.
std::string_view text_in(const array& row, std::size_t place) {
  element value;
  return row.at(place).get(value) == simdjson::SUCCESS ? text_of(value)
                                                       : std::string_view{};
}

/// A level, [price, size, seconds of its last change].
std::optional<book_level> read_level(element x) {
  array row;
  if (x.get_array().get(row) != simdjson::SUCCESS)
    return std::nullopt;
  const auto price = parse_positive(text_in(row, 0));
  const auto size = parse_positive(text_in(row, 1));
  if (!price || !size)
    return std::nullopt;
  return book_level{*price, *size};
}

/// Best first; absent where a level cannot be read.
std::optional<std::vector<book_level>>
read_side(const object& from, std::string_view name, bool is_bid) {
  array list;
  if (from.at_key(name).get_array().get(list) != simdjson::SUCCESS)
    return std::nullopt;
  std::vector<book_level> levels;
  for (const auto x : list) {
    const auto level = read_level(x);
    if (!level)
      return std::nullopt;
    levels.push_back(*level);
  }
  std::stable_sort(levels.begin(), levels.end(),
                   [&](const book_level& a, const book_level& b) {
                     return is_bid ? a.price > b.price : a.price < b.price;
                   });
  return levels;
}

content<book_levels> read_book(element result, const pair_names& names) {
  const auto pair = only_pair(result);
  object sides;
  if (!pair || pair->value.get_object().get(sides) != simdjson::SUCCESS)
    return unfit{"expected the book of one pair"};
  const auto* which = names.find(pair->name);
  auto bids = read_side(sides, "bids", true);
  auto asks = read_side(sides, "asks", false);
  if (which == nullptr)
    return unfit{"the book of no known market"};
  if (!bids || !asks)
    return unfit{"a level that cannot be read"};
  book_levels told;
  told.symbol = *which;
  told.bids = std::move(*bids);
  told.asks = std::move(*asks);
  return {std::move(told), {}, false};
}

/// A trade: price, size, seconds, side of the taker, kind of its order, a
/// remark and, in newer answers, its number.
std::optional<trade> read_trade(element x, const symbol& which) {
  array row;
  if (x.get_array().get(row) != simdjson::SUCCESS)
    return std::nullopt;
  constexpr std::size_t number_at = 6;
  const auto price = parse_positive(text_in(row, 0));
  const auto size = parse_positive(text_in(row, 1));
  const auto at = moment_of(text_in(row, 2));
  const auto taker = side_of(text_in(row, 3));
  if (!price || !size || !at || !taker)
    return std::nullopt;
  return trade{
    std::string{text_in(row, number_at)}, which, taker, *price, *size, *at};
}

content<std::vector<trade>> read_trades(element result,
                                        const pair_names& names) {
  const auto pair = only_pair(result);
  array list;
  if (!pair || pair->value.get_array().get(list) != simdjson::SUCCESS)
    return unfit{"expected the trades of one pair"};
  const auto* which = names.find(pair->name);
  if (which == nullptr)
    return unfit{"trades of no known market"};
  std::vector<trade> trades;
  for (const auto x : list) {
    auto read = read_trade(x, *which);
    if (!read)
      return unfit{"a trade that cannot be read"};
    trades.push_back(std::move(*read));
  }
  std::stable_sort(trades.begin(), trades.end(),
                   [](const trade& a, const trade& b) { return a.at < b.at; });
  return {std::move(trades), {}, false};
}

} // namespace

answer<book_levels> decode_book(const net::reply& x, const pair_names& names) {
  return read_exactly<book_levels>(
    x, [&](element result) { return read_book(result, names); });
}

answer<std::vector<trade>> decode_trades(const net::reply& x,
                                         const pair_names& names) {
  return read_exactly<std::vector<trade>>(
    x, [&](element result) { return read_trades(result, names); });
}

answer<ticker> decode_ticker(const net::reply& x, const pair_names& names) {
  auto read = decode_tickers(x, names);
  auto one = answer<ticker>{read.kind, std::move(read.text), read.limits,
                            std::nullopt};
  if (!read.value)
    return one;
  if (read.value->size() != 1)
    return malformed<ticker>(read.limits, "expected the price of one pair");
  one.value = std::move(read.value->front());
  return one;
}

} // namespace ballast::venues::kraken
