// Events of the account.
#include "venues/binance/member_reading.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/binance/stream_events.hpp"

#include <string>
#include <utility>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

using events = std::vector<stream_event>;

/// A cancel has an id of its own, and `C` is then the order's; an amendment
/// gives the order a new one, and `C` is then the old.
std::string client_id_in(const object& x) {
  const auto original = text_at(x, "C");
  const auto own = original.empty() || text_at(x, "x") == "REPLACED"
                     ? text_at(x, "c")
                     : original;
  return std::string{own};
}

std::string reason_in(const object& x) {
  const auto rejected = text_at(x, "r");
  if (!rejected.empty() && rejected != "NONE")
    return std::string{rejected};
  const auto status = text_at(x, "X");
  const auto expired = text_at(x, "eR");
  return std::string{expired.empty() && status == "EXPIRED_IN_MATCH" ? status
                                                                     : expired};
}

std::optional<order_report> read_standing(const object& x) {
  order_report order;
  order.venue_id = id_at(x, "i");
  const auto side = side_at(x, "S");
  const auto state = order_state_of(text_at(x, "X"));
  const auto size = figure_at(x, "q");
  const auto cost = figure_at(x, "Q");
  const auto price = figure_at(x, "p");
  const auto filled = figure_at(x, "z");
  const auto filled_cost = figure_at(x, "Z");
  if (order.venue_id.empty() || !side || !state || !size || !cost || !price
      || !filled || !filled_cost || size->is_negative() || cost->is_negative()
      || price->is_negative() || filled->is_negative())
    return std::nullopt;
  order.client_id = client_id_in(x);
  order.side = *side;
  order.state = *state;
  order.price = *price;
  set_kind(order, text_at(x, "o"), text_at(x, "f"));
  set_size(order, *size, *cost);
  set_filled(order, *filled, *filled_cost);
  order.reason = reason_in(x);
  order.created = time_at(x, "O");
  order.updated = time_at(x, "T");
  return order;
}

/// The fill that an event tells of: none where it traded nothing.
struct told_fill {
  bool is_readable = true;
  std::optional<fill> made;
};

told_fill read_fill(const object& x, const order_report& of) {
  const auto size = figure_at(x, "l");
  const auto price = figure_at(x, "L");
  const auto fee = figure_at(x, "n");
  const auto at = time_at(x, "T");
  auto id = id_at(x, "t");
  if (!size || !price || !fee)
    return {false, std::nullopt};
  if (text_at(x, "x") != "TRADE" || id.empty() || *size <= decimal{}
      || *price <= decimal{})
    return {};
  if (!at)
    return {false, std::nullopt};
  fill made;
  made.trade_id = std::move(id);
  made.order_id = of.venue_id;
  made.client_id = of.client_id;
  made.symbol = of.symbol;
  made.side = of.side;
  made.price = *price;
  made.size = *size;
  made.fee = *fee;
  made.fee_currency = text_at(x, "N");
  made.maker = flag_at(x, "m");
  made.at = *at;
  return {true, std::move(made)};
}

} // namespace

events read_execution(const object& x, const market_names& names) {
  auto order = read_standing(x);
  if (!order)
    return unreadable("an executionReport");
  if (const auto* known = names.find(text_at(x, "s")); known != nullptr)
    order->symbol = *known;
  auto traded = read_fill(x, *order);
  if (!traded.is_readable)
    return unreadable("the fill of an executionReport");
  events result;
  result.emplace_back(std::move(*order));
  if (traded.made)
    result.emplace_back(std::move(*traded.made));
  return result;
}

events read_position(const object& x) {
  array rows;
  if (x.at_key("B").get_array().get(rows) != simdjson::SUCCESS)
    return unreadable("an outboundAccountPosition");
  stream_balances changed;
  for (const auto row : rows) {
    object members;
    if (row.get_object().get(members) != simdjson::SUCCESS)
      return unreadable("a balance");
    const auto currency = text_at(members, "a");
    const auto available = decimal::parse(text_at(members, "f"));
    const auto held = decimal::parse(text_at(members, "l"));
    if (currency.empty() || !available || !held)
      return unreadable("a balance");
    changed.balances.push_back({std::string{currency}, *available, *held});
  }
  return {std::move(changed)};
}

} // namespace ballast::venues::binance
