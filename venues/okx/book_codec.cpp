// Answers about one market: its book, its trades, its price.
#include "venues/okx/order_codec.hpp"
#include "venues/okx/reading.hpp"
#include "venues/okx/rows.hpp"
#include "venues/okx/symbols.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

content<book_levels> read_levels(const array& data) {
  const auto row = first_row(data);
  auto book = row ? read_book(*row) : std::nullopt;
  if (!book)
    return unfit{"expected asks and bids that can be read"};
  return {std::move(*book), {}, false};
}

content<std::vector<trade>> read_trades(const array& data) {
  std::vector<trade> trades;
  for (const auto x : data) {
    object row;
    auto found = x.get_object().get(row) == simdjson::SUCCESS ? read_trade(row)
                                                              : std::nullopt;
    if (!found)
      return unfit{"a trade cannot be read"};
    trades.push_back(std::move(*found));
  }
  // The newest comes first.
  std::reverse(trades.begin(), trades.end());
  std::stable_sort(trades.begin(), trades.end(),
                   [](const trade& a, const trade& b) { return a.at < b.at; });
  return {std::move(trades), {}, false};
}

content<ticker> read_ticker(const array& data) {
  const auto row = first_row(data);
  const auto which
    = row && is_spot(*row) ? symbol_of(text_at(*row, "instId")) : symbol_of({});
  if (!which)
    return unfit{"expected the ticker of a spot market"};
  return {ticker_of(*which, *row), {}, false};
}

} // namespace

answer<book_levels> decode_book(const net::reply& x) {
  return read_reply<book_levels>(x, read_levels);
}

answer<std::vector<trade>> decode_trades(const net::reply& x) {
  return read_reply<std::vector<trade>>(x, read_trades);
}

answer<ticker> decode_ticker(const net::reply& x) {
  return read_reply<ticker>(x, read_ticker);
}

} // namespace ballast::venues::okx
