// Answers about fills and fees.
#include "venues/binance/member_reading.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/binance/reading.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::optional<fill> read_fill(const object& x, const market_names& names) {
  fill made;
  made.trade_id = id_at(x, "id");
  made.order_id = id_at(x, "orderId");
  const auto price = positive_at(x, "price");
  const auto size = positive_at(x, "qty");
  const auto fee = figure_at(x, "commission");
  const auto at = time_at(x, "time");
  const auto is_buyer = flag_at(x, "isBuyer");
  if (made.trade_id.empty() || !price || !size || !fee || !at || !is_buyer)
    return std::nullopt;
  if (const auto* known = names.find(text_at(x, "symbol")); known != nullptr)
    made.symbol = *known;
  made.side = *is_buyer ? side::buy : side::sell;
  made.price = *price;
  made.size = *size;
  made.fee = *fee;
  made.fee_currency = text_at(x, "commissionAsset");
  made.maker = flag_at(x, "isMaker");
  made.at = *at;
  return made;
}

content<fill_page> read_fills(element body, const market_names& names) {
  array rows;
  if (body.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of trades"};
  fill_page page;
  std::int64_t last = 0;
  for (const auto x : rows) {
    object members;
    auto made = x.get_object().get(members) == simdjson::SUCCESS
                  ? read_fill(members, names)
                  : std::nullopt;
    if (!made)
      return unfit{"trade " + std::to_string(page.fills.size() + 1)
                   + " cannot be read"};
    last = std::max(last, whole_at(members, "id").value_or(0));
    page.fills.push_back(std::move(*made));
  }
  if (page.fills.size() >= rows_per_call && last < INT64_MAX)
    page.next = std::to_string(last + 1);
  auto remark = std::to_string(page.fills.size()) + " fills";
  return {std::move(page), std::move(remark), false};
}

/// Rates of an order by what it does to the book and by its side.
struct rates {
  decimal maker;
  decimal taker;
  decimal buyer;
  decimal seller;
};

/// @returns false where a rate cannot be read; a kind that is not there, or a
///          rate that is not, is zero.
bool add_rates(rates& to, const object& from, std::string_view kind) {
  object x;
  if (!member(from, kind))
    return true;
  if (from.at_key(kind).get_object().get(x) != simdjson::SUCCESS)
    return false;
  const auto maker = figure_at(x, "maker");
  const auto taker = figure_at(x, "taker");
  const auto buyer = figure_at(x, "buyer");
  const auto seller = figure_at(x, "seller");
  if (!maker || !taker || !buyer || !seller)
    return false;
  to.maker += *maker;
  to.taker += *taker;
  to.buyer += *buyer;
  to.seller += *seller;
  return true;
}

content<fee_tier> read_fees(element body) {
  object x;
  rates sum;
  if (body.get_object().get(x) != simdjson::SUCCESS
      || !member(x, "standardCommission"))
    return unfit{"expected a standardCommission"};
  for (const auto* kind :
       {"standardCommission", "specialCommission", "taxCommission"})
    if (!add_rates(sum, x, kind))
      return unfit{"the rates of " + std::string{kind} + " cannot be read"};
  const auto beside = std::max(sum.buyer, sum.seller);
  return {fee_tier{sum.maker + beside, sum.taker + beside}, {}, false};
}

} // namespace

answer<fill_page> decode_fills(const net::reply& x, const market_names& names) {
  return read_reply<fill_page>(
    x, [&](element body) { return read_fills(body, names); });
}

answer<fee_tier> decode_fees(const net::reply& x) {
  return read_reply<fee_tier>(x, read_fees);
}

} // namespace ballast::venues::binance
