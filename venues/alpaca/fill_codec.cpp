// Answers about fills and what they cost.
#include "venues/alpaca/order_row.hpp"
#include "venues/alpaca/orders.hpp"
#include "venues/alpaca/reading.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::optional<fill> read_fill(const object& members, const coin_names& coins) {
  const auto order = id_of(text_at(members, "order_id"));
  const auto what = side_of(text_at(members, "side"));
  const auto price = parse_positive(text_at(members, "price"));
  const auto size = parse_positive(text_at(members, "qty"));
  const auto filled = parse_positive(text_at(members, "cum_qty"));
  const auto at = parse_rfc3339(text_at(members, "transaction_time"));
  const auto name = text_at(members, "symbol");
  if (!order || !what || !price || !size || !filled || !at || name.empty())
    return std::nullopt;
  fill result;
  result.trade_id = fill_id(*order, *filled);
  result.order_id = *order;
  result.symbol = traded_symbol(name, {}, coins);
  result.side = *what;
  result.price = *price;
  result.size = *size;
  result.at = *at;
  return result;
}

content<fill_page> read_fills(element root, const coin_names& coins) {
  array rows;
  if (root.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of fills"};
  fill_page page;
  std::optional<std::string> last;
  for (const auto x : rows) {
    object members;
    auto read = x.get_object().get(members) == simdjson::SUCCESS
                  ? read_fill(members, coins)
                  : std::nullopt;
    last = read ? id_of(text_at(members, "id")) : std::nullopt;
    if (!last)
      return unfit{"fill " + std::to_string(page.fills.size() + 1)
                   + " cannot be read"};
    page.fills.push_back(std::move(*read));
  }
  if (page.fills.size() >= fills_per_page)
    page.next = std::move(*last);
  auto remark = std::to_string(page.fills.size()) + " fills";
  return {std::move(page), std::move(remark), false};
}

/// A hundredth of a per cent.
constexpr decimal basis_points(std::int64_t x) {
  constexpr int128 point = 100'000'000'000'000;
  return decimal::from_units(point * x);
}

// By 30-day volume: to 100,000 dollars, 500,000, a million, 10, 25, 50 and 100
// million, and beyond. Source: "Crypto fees".
constexpr auto tiers = std::array{
  fee_tier{basis_points(15), basis_points(25)},
  fee_tier{basis_points(12), basis_points(22)},
  fee_tier{basis_points(10), basis_points(20)},
  fee_tier{basis_points(8), basis_points(18)},
  fee_tier{basis_points(5), basis_points(15)},
  fee_tier{basis_points(2), basis_points(13)},
  fee_tier{basis_points(2), basis_points(12)},
  fee_tier{basis_points(0), basis_points(10)},
};

content<fee_tier> read_fees(element root) {
  object members;
  if (root.get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected an account or an asset"};
  if (text_at(members, "class") == "us_equity")
    return {fee_tier{}, "shares are free of commission", false};
  if (text_at(members, "account_number").empty()
      && text_at(members, "status").empty())
    return unfit{"expected an account or an asset"};
  const auto told = text_at(members, "crypto_tier");
  const auto tier = parse_whole(told).value_or(0);
  if (tier < 1)
    return {tiers.front(), "the account tells no tier: the first", false};
  const auto place = std::min(static_cast<std::size_t>(tier), tiers.size()) - 1;
  return {tiers[place], "tier " + std::string{told}, false};
}

} // namespace

answer<fill_page> decode_fills(const net::reply& x, const coin_names& coins) {
  return read_exact_reply<fill_page>(
    x, [&](element root) { return read_fills(root, coins); });
}

answer<fee_tier> decode_fees(const net::reply& x) {
  return read_exact_reply<fee_tier>(x, read_fees);
}

} // namespace ballast::venues::alpaca
