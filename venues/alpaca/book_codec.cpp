// Answers about one market's book and trades.
#include "venues/alpaca/book_row.hpp"
#include "venues/alpaca/orders.hpp"
#include "venues/alpaca/reading.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

struct named_row {
  std::string_view name;
  element row;
};

/// The one market under `list`.
std::optional<named_row> only_market(const object& members,
                                     std::string_view list) {
  const auto found = member(members, list);
  object rows;
  if (!found || found->get_object().get(rows) != simdjson::SUCCESS
      || rows.size() != 1)
    return std::nullopt;
  const auto row = *rows.begin();
  return named_row{row.key, row.value};
}

/// Whether the venue says that it has no book or quote of what was asked.
bool is_without_markets(const object& members) {
  for (const auto* list : {"orderbooks", "quotes"}) {
    const auto found = member(members, list);
    object rows;
    if (found
        && (found->is_null()
            || (found->get_object().get(rows) == simdjson::SUCCESS
                && rows.size() == 0)))
      return true;
  }
  return false;
}

content<book_levels> read_levels(element root, bool& is_absent) {
  object members;
  object row;
  if (root.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected the book of one market"};
  is_absent = is_without_markets(members);
  const auto book = only_market(members, "orderbooks");
  const auto quote = book ? std::nullopt : only_market(members, "quotes");
  const auto& found = book ? book : quote;
  if (!found || found->row.get_object().get(row) != simdjson::SUCCESS)
    return unfit{"expected the book of one market"};
  const auto name = symbol_of(found->name);
  auto read = book ? read_book(row, false) : read_quote(row);
  if (!name || !read)
    return unfit{"a level, the time or the name cannot be read"};
  read->symbol = *name;
  return {std::move(*read), {}, false};
}

/// Whether the venue has taken a trade back, or put another in its place.
bool is_undone(const object& row) {
  const auto word = text_at(row, "u");
  return word == "canceled" || word == "incorrect";
}

content<std::vector<trade>> read_list(const array& rows, const symbol& which) {
  std::vector<trade> trades;
  for (const auto x : rows) {
    object row;
    auto read = x.get_object().get(row) == simdjson::SUCCESS ? read_trade(row)
                                                             : std::nullopt;
    if (!read)
      return unfit{"trade " + std::to_string(trades.size() + 1)
                   + " cannot be read"};
    if (is_undone(row))
      continue;
    read->symbol = which;
    trades.push_back(std::move(*read));
  }
  std::stable_sort(trades.begin(), trades.end(),
                   [](const trade& a, const trade& b) { return a.at < b.at; });
  return {std::move(trades), {}, false};
}

content<std::vector<trade>> read_trades(element root, const coin_names& coins) {
  object members;
  object lists;
  array rows;
  if (root.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected the trades of one market"};
  const auto found = member(members, "trades");
  // Null or empty where nothing was traded since midnight.
  if (found
      && (found->is_null()
          || (found->get_object().get(lists) == simdjson::SUCCESS
              && lists.size() == 0)))
    return {std::vector<trade>{}, {}, false};
  const auto one = only_market(members, "trades");
  if (!one || one->row.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected the trades of one market"};
  return read_list(rows, traded_symbol(one->name, {}, coins));
}

} // namespace

answer<book_levels> decode_book(const net::reply& x) {
  auto is_absent = false;
  auto read = read_exact_reply<book_levels>(
    x, [&](element root) { return read_levels(root, is_absent); });
  if (is_absent && !read.value)
    return without_value<book_levels>(
      {outcome_kind::unknown_symbol, "no book of it", read.limits});
  return read;
}

answer<std::vector<trade>> decode_trades(const net::reply& x,
                                         const coin_names& coins) {
  return read_exact_reply<std::vector<trade>>(
    x, [&](element root) { return read_trades(root, coins); });
}

} // namespace ballast::venues::alpaca
