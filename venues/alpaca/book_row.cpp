#include "venues/alpaca/book_row.hpp"

#include "venues/alpaca/order_row.hpp"
#include "venues/json_body.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"

#include <algorithm>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

bool read_side(const object& from, std::string_view name, bool is_change,
               std::vector<book_level>& to) {
  array levels;
  const auto found = member(from, name);
  if (!found || found->is_null())
    return true;
  if (found->get_array().get(levels) != simdjson::SUCCESS)
    return false;
  for (const auto x : levels) {
    object level;
    if (x.get_object().get(level) != simdjson::SUCCESS)
      return false;
    const auto price = parse_positive(text_at(level, "p"));
    const auto size = decimal::parse(text_at(level, "s"));
    if (!price || !size || size->is_negative())
      return false;
    if (is_change || !size->is_zero())
      to.push_back({*price, *size});
  }
  return true;
}

bool read_quoted(const object& from, std::string_view price,
                 std::string_view size, std::vector<book_level>& to) {
  const auto at = parse_bound(text_at(from, price));
  const auto many = parse_bound(text_at(from, size));
  if (!at || !many)
    return false;
  if (!at->is_zero() && !many->is_zero())
    to.push_back({*at, *many});
  return true;
}

} // namespace

std::optional<book_levels> read_book(const object& x, bool is_change) {
  book_levels result;
  result.at = parse_rfc3339(text_at(x, "t"));
  if (!result.at || !read_side(x, "b", is_change, result.bids)
      || !read_side(x, "a", is_change, result.asks))
    return std::nullopt;
  std::stable_sort(
    result.bids.begin(), result.bids.end(),
    [](const auto& a, const auto& b) { return b.price < a.price; });
  std::stable_sort(
    result.asks.begin(), result.asks.end(),
    [](const auto& a, const auto& b) { return a.price < b.price; });
  return result;
}

std::optional<book_levels> read_quote(const object& x) {
  book_levels result;
  result.at = parse_rfc3339(text_at(x, "t"));
  if (!result.at || !read_quoted(x, "bp", "bs", result.bids)
      || !read_quoted(x, "ap", "as", result.asks))
    return std::nullopt;
  return result;
}

std::optional<trade> read_trade(const object& x) {
  const auto price = parse_positive(text_at(x, "p"));
  const auto size = parse_positive(text_at(x, "s"));
  const auto at = parse_rfc3339(text_at(x, "t"));
  if (!price || !size || !at)
    return std::nullopt;
  trade result;
  result.trade_id = id_of(text_at(x, "i")).value_or("");
  const auto taker = text_at(x, "tks");
  if (taker == "B" || taker == "S")
    result.taker = taker == "B" ? side::buy : side::sell;
  result.price = *price;
  result.size = *size;
  result.at = *at;
  return result;
}

} // namespace ballast::venues::alpaca
