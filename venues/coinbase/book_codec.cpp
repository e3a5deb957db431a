// Books, trades and prices of one market.
#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/order_words.hpp"
#include "venues/coinbase/symbols.hpp"
#include "venues/coinbase/trading_codec.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::object;

/// One side of a book.
std::optional<std::vector<book_level>> read_levels(const object& book,
                                                   std::string_view name) {
  const auto list = list_at(book, name);
  if (!list)
    return std::nullopt;
  std::vector<book_level> levels;
  for (const auto x : *list) {
    object row;
    if (x.get_object().get(row) != simdjson::SUCCESS)
      return std::nullopt;
    const auto price = parse_positive(text_at(row, "price"));
    const auto size = parse_positive(text_at(row, "size"));
    if (!price || !size)
      return std::nullopt;
    levels.push_back({*price, *size});
  }
  return levels;
}

content<book_levels> read_book(const object& body) {
  const auto book = object_at(body, "pricebook");
  if (!book)
    return unfit{"expected a pricebook"};
  const auto symbol = symbol_of(text_at(*book, "product_id"));
  auto bids = read_levels(*book, "bids");
  auto asks = read_levels(*book, "asks");
  if (!symbol || !bids || !asks)
    return unfit{"expected product_id, bids and asks with price and size"};
  std::sort(bids->begin(), bids->end(),
            [](const auto& a, const auto& b) { return b.price < a.price; });
  std::sort(asks->begin(), asks->end(),
            [](const auto& a, const auto& b) { return a.price < b.price; });
  book_levels levels;
  levels.symbol = *symbol;
  levels.bids = std::move(*bids);
  levels.asks = std::move(*asks);
  levels.at = moment_of(text_at(*book, "time"));
  return {std::move(levels), {}, false};
}

std::optional<trade> read_trade(const object& row) {
  const auto symbol = symbol_of(text_at(row, "product_id"));
  const auto price = parse_positive(text_at(row, "price"));
  const auto size = parse_positive(text_at(row, "size"));
  const auto at = moment_of(text_at(row, "time"));
  if (!symbol || !price || !size || !at)
    return std::nullopt;
  trade result;
  result.trade_id = text_at(row, "trade_id");
  result.symbol = *symbol;
  result.price = *price;
  result.size = *size;
  result.at = *at;
  return result;
}

content<std::vector<trade>> read_trades(const object& body) {
  const auto list = list_at(body, "trades");
  if (!list)
    return unfit{"expected a list of trades"};
  std::vector<trade> trades;
  for (const auto x : *list) {
    object row;
    auto one = x.get_object().get(row) == simdjson::SUCCESS ? read_trade(row)
                                                            : std::nullopt;
    if (!one)
      return unfit{"a trade lacks market, price, size or time"};
    trades.push_back(std::move(*one));
  }
  // The venue sends the newest first; equal times keep its order, turned round.
  std::reverse(trades.begin(), trades.end());
  std::stable_sort(trades.begin(), trades.end(),
                   [](const trade& a, const trade& b) { return a.at < b.at; });
  auto remark = std::to_string(trades.size()) + " trades";
  return {std::move(trades), std::move(remark), false};
}

content<ticker> read_ticker(const object& body) {
  auto trades = read_trades(body);
  if (!trades.value)
    return unfit{std::move(trades.text)};
  if (trades.value->empty())
    return unfit{"no trade that would name the market"};
  const auto& last = trades.value->back();
  ticker result;
  result.symbol = last.symbol;
  result.last = last.price;
  result.bid = parse_positive(text_at(body, "best_bid")).value_or(decimal{});
  result.ask = parse_positive(text_at(body, "best_ask")).value_or(decimal{});
  return {std::move(result), {}, false};
}

} // namespace

answer<book_levels> decode_book(const net::reply& x) {
  return read_reply<book_levels>(
    x, subject::product, [](std::string_view body) {
      return with_members<book_levels>(body, read_book);
    });
}

answer<std::vector<trade>> decode_trades(const net::reply& x) {
  using list = std::vector<trade>;
  return read_reply<list>(x, subject::product, [](std::string_view body) {
    return with_members<list>(body, read_trades);
  });
}

answer<ticker> decode_ticker(const net::reply& x) {
  return read_reply<ticker>(x, subject::product, [](std::string_view body) {
    return with_members<ticker>(body, read_ticker);
  });
}

} // namespace ballast::venues::coinbase
