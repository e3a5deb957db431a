// Answers about one market: its book, its trades.
#include "venues/binance/member_reading.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/binance/reading.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::optional<book_level> read_level(element x) {
  array pair;
  element price_text;
  element size_text;
  if (x.get_array().get(pair) != simdjson::SUCCESS
      || pair.at(0).get(price_text) != simdjson::SUCCESS
      || pair.at(1).get(size_text) != simdjson::SUCCESS)
    return std::nullopt;
  const auto price = parse_positive(text_of(price_text));
  const auto size = decimal::parse(text_of(size_text));
  if (!price || !size || size->is_negative())
    return std::nullopt;
  return book_level{*price, *size};
}

content<book_levels> read_book(element body) {
  object x;
  if (body.get_object().get(x) != simdjson::SUCCESS)
    return unfit{"expected a book"};
  const auto sequence = whole_at(x, "lastUpdateId");
  auto bids = read_levels(x, "bids");
  auto asks = read_levels(x, "asks");
  if (!sequence || *sequence <= 0 || !bids || !asks)
    return unfit{"expected a book with lastUpdateId, bids and asks"};
  book_levels book;
  book.bids = std::move(*bids);
  book.asks = std::move(*asks);
  book.sequence = static_cast<std::uint64_t>(*sequence);
  put_best_first(book);
  return {std::move(book), {}, false};
}

/// {"a": id, "p": price, "q": size, "T": time, "m": the buyer made it}
std::optional<trade> read_trade(element x) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  trade made;
  made.trade_id = id_at(members, "a");
  const auto price = positive_at(members, "p");
  const auto size = positive_at(members, "q");
  const auto at = time_at(members, "T");
  const auto is_buyer_maker = flag_at(members, "m");
  if (made.trade_id.empty() || !price || !size || !at || !is_buyer_maker)
    return std::nullopt;
  made.taker = *is_buyer_maker ? side::sell : side::buy;
  made.price = *price;
  made.size = *size;
  made.at = *at;
  return made;
}

content<std::vector<trade>> read_trades(element body) {
  array rows;
  if (body.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of trades"};
  std::vector<trade> trades;
  for (const auto x : rows) {
    auto made = read_trade(x);
    if (!made)
      return unfit{"trade " + std::to_string(trades.size() + 1)
                   + " cannot be read"};
    trades.push_back(std::move(*made));
  }
  std::stable_sort(trades.begin(), trades.end(),
                   [](const trade& a, const trade& b) { return a.at < b.at; });
  return {std::move(trades), {}, false};
}

} // namespace

std::optional<std::vector<book_level>> read_levels(const object& from,
                                                   std::string_view name) {
  array rows;
  if (from.at_key(name).get_array().get(rows) != simdjson::SUCCESS)
    return std::nullopt;
  std::vector<book_level> levels;
  for (const auto x : rows) {
    const auto level = read_level(x);
    if (!level)
      return std::nullopt;
    levels.push_back(*level);
  }
  return levels;
}

void put_best_first(book_levels& x) {
  std::stable_sort(
    x.bids.begin(), x.bids.end(),
    [](const book_level& a, const book_level& b) { return b.price < a.price; });
  std::stable_sort(
    x.asks.begin(), x.asks.end(),
    [](const book_level& a, const book_level& b) { return a.price < b.price; });
}

answer<book_levels> decode_book(const net::reply& x) {
  return read_reply<book_levels>(x, read_book);
}

answer<std::vector<trade>> decode_trades(const net::reply& x) {
  return read_reply<std::vector<trade>>(x, read_trades);
}

} // namespace ballast::venues::binance
