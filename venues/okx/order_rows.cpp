// Rows about orders and fills.
#include "venues/okx/rows.hpp"
#include "venues/okx/symbols.hpp"
#include "venues/payload.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::object;

struct order_kind {
  std::string_view name;
  order_type type;
  time_in_force lives;
  bool post_only;
};

// Source: "Place order", ordType. What is not here (optimal_limit_ioc, mmp, elp
// and what may come) is another type.
constexpr auto order_kinds = std::array{
  order_kind{"market", order_type::market, time_in_force::immediate_or_cancel,
             false},
  order_kind{"limit", order_type::limit, time_in_force::good_till_cancelled,
             false},
  order_kind{"post_only", order_type::limit, time_in_force::good_till_cancelled,
             true},
  order_kind{"fok", order_type::limit, time_in_force::fill_or_kill, false},
  order_kind{"ioc", order_type::limit, time_in_force::immediate_or_cancel,
             false},
};

order_kind kind_named(std::string_view name) {
  const auto found
    = std::find_if(order_kinds.begin(), order_kinds.end(),
                   [&](const order_kind& x) { return x.name == name; });
  return found == order_kinds.end()
           ? order_kind{name, order_type::other,
                        time_in_force::good_till_cancelled, false}
           : *found;
}

std::optional<order_state> state_named(std::string_view name) {
  if (name == "live" || name == "partially_filled")
    return order_state::open;
  if (name == "filled")
    return order_state::filled;
  if (name == "canceled" || name == "mmp_canceled")
    return order_state::cancelled;
  return std::nullopt;
}

std::optional<side> side_at(const object& row) {
  const auto name = text_at(row, "side");
  if (name != "buy" && name != "sell")
    return std::nullopt;
  return name == "buy" ? side::buy : side::sell;
}

/// Zero where it is empty; false where it cannot be read.
bool read_amount(const object& row, std::string_view name, decimal& to) {
  const auto text = text_at(row, name);
  const auto amount = text.empty() ? std::optional{decimal{}} : amount_of(text);
  if (amount)
    to = *amount;
  return amount.has_value();
}

/// The same, and not below zero.
bool read_size(const object& row, std::string_view name, decimal& to) {
  return read_amount(row, name, to) && !to.is_negative();
}

/// The venue's own word for why an order ended: a sentence, or its number.
std::string reason_at(const object& row) {
  const auto words = printable(text_at(row, "cancelSourceReason"));
  return words.empty() ? printable(text_at(row, "cancelSource")) : words;
}

bool read_fee(const object& row, order_report& to) {
  decimal charged;
  decimal rebate;
  if (!read_amount(row, "fee", charged) || !read_amount(row, "rebate", rebate))
    return false;
  to.fee = -charged;
  to.fee_currency = text_at(row, "feeCcy");
  const auto earned_in = text_at(row, "rebateCcy");
  if (rebate.is_zero())
    return true;
  if (earned_in == to.fee_currency || charged.is_zero()) {
    to.fee -= rebate;
    to.fee_currency = earned_in;
  }
  return true;
}

bool read_amounts(const object& row, order_report& to) {
  decimal asked;
  if (!read_size(row, "sz", asked) || !read_size(row, "px", to.price)
      || !read_size(row, "accFillSz", to.filled)
      || !read_size(row, "avgPx", to.average_price))
    return false;
  const auto counts_in = text_at(row, "tgtCcy");
  const auto is_cost = counts_in == "quote_ccy"
                       || (counts_in.empty() && to.type == order_type::market
                           && to.side == side::buy);
  (is_cost ? to.cost : to.size) = asked;
  const auto cost = multiply(to.filled, to.average_price, rounding::down);
  if (!cost)
    return false;
  to.filled_cost = *cost;
  return true;
}

} // namespace

std::optional<decimal> amount_of(std::string_view text) {
  constexpr auto digits = std::string_view{"0123456789"};
  const auto point = text.find('.');
  if (point != std::string_view::npos
      && text.find_first_not_of(digits, point + 1) == std::string_view::npos)
    text = text.substr(0, point + 1 + std::size_t{decimal::scale});
  const auto amount = decimal::parse(text);
  return amount ? std::optional{*amount} : std::nullopt;
}

std::optional<order_report> read_order(const object& row) {
  const auto which = symbol_of(text_at(row, "instId"));
  const auto what = side_at(row);
  const auto state = state_named(text_at(row, "state"));
  const auto kind = kind_named(text_at(row, "ordType"));
  if (!which || !what || !state || kind.name.empty()
      || text_at(row, "ordId").empty())
    return std::nullopt;
  order_report result;
  result.venue_id = text_at(row, "ordId");
  result.client_id = text_at(row, "clOrdId");
  result.symbol = *which;
  result.side = *what;
  result.type = kind.type;
  result.lives = kind.lives;
  result.post_only = kind.post_only;
  result.state = *state;
  if (!read_amounts(row, result) || !read_fee(row, result))
    return std::nullopt;
  if (is_over(result.state))
    result.reason = reason_at(row);
  result.created = time_at(row, "cTime");
  result.updated = time_at(row, "uTime");
  return result;
}

std::optional<fill> read_fill(const object& row) {
  const auto which = symbol_of(text_at(row, "instId"));
  const auto what = side_at(row);
  // The time of the trade; what is called ts is when it was written down.
  const auto traded_at = time_at(row, "fillTime");
  const auto at = traded_at ? traded_at : time_at(row, "ts");
  fill result;
  decimal charged;
  if (!which || !what || !at || text_at(row, "tradeId").empty()
      || text_at(row, "ordId").empty()
      || !read_size(row, "fillPx", result.price) || result.price.is_zero()
      || !read_size(row, "fillSz", result.size)
      || !read_amount(row, "fee", charged))
    return std::nullopt;
  result.trade_id = text_at(row, "tradeId");
  result.order_id = text_at(row, "ordId");
  result.client_id = text_at(row, "clOrdId");
  result.symbol = *which;
  result.side = *what;
  result.fee = -charged;
  result.fee_currency = text_at(row, "feeCcy");
  const auto how = text_at(row, "execType");
  if (how == "M" || how == "T")
    result.maker = how == "M";
  result.at = *at;
  return result;
}

std::optional<fill> fill_beside(const object& row, const order_report& order) {
  fill result;
  decimal charged;
  const auto at = time_at(row, "fillTime");
  if (text_at(row, "tradeId").empty() || !at
      || !read_size(row, "fillPx", result.price) || result.price.is_zero()
      || !read_size(row, "fillSz", result.size) || result.size.is_zero()
      || !read_amount(row, "fillFee", charged))
    return std::nullopt;
  result.trade_id = text_at(row, "tradeId");
  result.order_id = order.venue_id;
  result.client_id = order.client_id;
  result.symbol = order.symbol;
  result.side = order.side;
  result.fee = -charged;
  result.fee_currency = text_at(row, "fillFeeCcy");
  const auto how = text_at(row, "execType");
  if (how == "M" || how == "T")
    result.maker = how == "M";
  result.at = *at;
  return result;
}

} // namespace ballast::venues::okx
