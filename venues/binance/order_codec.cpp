// Answers about orders.
#include "venues/binance/order_codec.hpp"

#include "venues/binance/member_reading.hpp"
#include "venues/binance/order_fates.hpp"
#include "venues/binance/reading.hpp"
#include "venues/http_status.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

/// {"symbol","orderId","clientOrderId","transactTime"}: the least that the
/// venue tells of an order it took.
std::optional<order_report> read_acknowledged(const object& x,
                                              const market_names& names) {
  order_report order;
  order.venue_id = id_at(x, "orderId");
  if (order.venue_id.empty())
    return std::nullopt;
  order.client_id = text_at(x, "clientOrderId");
  if (const auto* known = names.find(text_at(x, "symbol")); known != nullptr)
    order.symbol = *known;
  order.created = time_at(x, "transactTime");
  order.updated = order.created;
  return order;
}

/// What an answer tells beyond the id may be unreadable: the order is there.
content<order_report> read_placed(element body, const market_names& names) {
  object x;
  if (body.get_object().get(x) != simdjson::SUCCESS)
    return unfit{"expected an order"};
  if (auto whole = read_order(x, names))
    return {std::move(whole), {}, false};
  auto least = read_acknowledged(x, names);
  if (!least)
    return unfit{"expected an order with an orderId"};
  return {std::move(least), "no more than its ids can be read", false};
}

content<order_report> read_amended(element body, const market_names& names) {
  object x;
  element order;
  if (body.get_object().get(x) != simdjson::SUCCESS
      || x.at_key("amendedOrder").get(order) != simdjson::SUCCESS)
    return unfit{"expected an amendedOrder"};
  auto read = read_placed(order, names);
  if (read.value)
    read.value->updated = time_at(x, "transactTime");
  return read;
}

using reader = content<order_report> (*)(element, const market_names&);
using judge = placement (*)(const net::reply&);

placement_answer decode_with(const net::reply& x, const market_names& names,
                             reader read, judge fate_of) {
  placement_answer result;
  static_cast<answer<order_report>&>(result) = read_reply<order_report>(
    x, [&](element body) { return read(body, names); });
  result.limits = order_limits(x, result.limits);
  result.fate = result.value ? placement::accepted : fate_of(x);
  return result;
}

/// Keeps of a list what `keep` says. `next` begins behind its last order, where
/// the list is as long as a page may be.
template <class Keep>
content<order_page> read_orders(element body, const market_names& names,
                                std::size_t page_max, Keep keep) {
  array rows;
  if (body.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of orders"};
  order_page page;
  std::size_t count = 0;
  std::int64_t last = 0;
  for (const auto x : rows) {
    object members;
    auto order = x.get_object().get(members) == simdjson::SUCCESS
                   ? read_order(members, names)
                   : std::nullopt;
    ++count;
    if (!order)
      return unfit{"order " + std::to_string(count) + " cannot be read"};
    last = std::max(last, whole_at(members, "orderId").value_or(0));
    if (keep(*order))
      page.orders.push_back(std::move(*order));
  }
  if (count >= page_max && last < INT64_MAX)
    page.next = std::to_string(last + 1);
  auto remark = std::to_string(page.orders.size()) + " orders";
  return {std::move(page), std::move(remark), false};
}

/// A done where the answer is no error; `why` it is one that means the same.
answer<done> done_because(const answer<done>& x, std::string why) {
  return {outcome_kind::ok, std::move(why), x.limits, done{}};
}

content<done> read_cancelled_all(element body) {
  array rows;
  if (body.get_array().get(rows) != simdjson::SUCCESS)
    return unfit{"expected a list of cancelled orders"};
  return {done{}, std::to_string(rows.size()) + " orders", false};
}

content<done> read_done(element body) {
  object x;
  if (body.get_object().get(x) != simdjson::SUCCESS)
    return unfit{"expected an object"};
  return {done{}, {}, false};
}

content<done> read_cancelled(element body) {
  object x;
  if (body.get_object().get(x) != simdjson::SUCCESS
      || id_at(x, "orderId").empty())
    return unfit{"expected a cancelled order"};
  return {done{}, {}, false};
}

content<order_lookup> read_lookup(element body, const market_names& names) {
  object x;
  if (body.get_object().get(x) != simdjson::SUCCESS)
    return unfit{"expected an order"};
  auto found = read_order(x, names);
  if (!found)
    return unfit{"the order cannot be read"};
  return {order_lookup{std::move(found)}, {}, false};
}

bool has_code(const net::reply& x, std::int64_t code) {
  const auto said = error_of(x);
  return is_word_of_venue(x.status) && said && said->code == code;
}

} // namespace

placement_answer decode_placement(const net::reply& x,
                                  const market_names& names) {
  return decode_with(x, names, read_placed, placement_fate);
}

placement_answer decode_amendment(const net::reply& x,
                                  const market_names& names) {
  return decode_with(x, names, read_amended, amendment_fate);
}

answer<done> decode_test(const net::reply& x) {
  return read_reply<done>(x, read_done);
}

cancel_answer decode_cancel(const net::reply& x) {
  cancel_answer result;
  static_cast<answer<done>&>(result) = read_reply<done>(x, read_cancelled);
  result.fate = result.value ? cancel_fate::taken : cancel_fate_of(x);
  return result;
}

answer<done> decode_cancel_all(const net::reply& x) {
  const auto read = read_reply<done>(x, read_cancelled_all);
  return has_code(x, -2011) ? done_because(read, "no order was open") : read;
}

answer<order_lookup> decode_query(const net::reply& x,
                                  const market_names& names) {
  auto read = read_reply<order_lookup>(
    x, [&](element body) { return read_lookup(body, names); });
  if (has_code(x, -2013) || has_code(x, -2026)) {
    read.kind = outcome_kind::ok;
    read.value = order_lookup{};
  }
  return read;
}

answer<order_page> decode_open_orders(const net::reply& x,
                                      const market_names& names) {
  return read_reply<order_page>(x, [&](element body) {
    return read_orders(body, names, SIZE_MAX,
                       [](const order_report& /*y*/) { return true; });
  });
}

answer<order_page> decode_closed_orders(const net::reply& x,
                                        const market_names& names) {
  return read_reply<order_page>(x, [&](element body) {
    return read_orders(body, names, rows_per_call,
                       [](const order_report& y) { return is_over(y.state); });
  });
}

} // namespace ballast::venues::binance
