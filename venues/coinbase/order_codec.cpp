// Lists of orders, and one order looked up.
#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/order_row.hpp"
#include "venues/coinbase/replies.hpp"
#include "venues/coinbase/trading_codec.hpp"

#include <algorithm>
#include <utility>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::object;

/// What follows a page: the cursor where more is announced.
/// @returns whether that is well.
bool read_next(std::string& to, const object& body) {
  if (!flag_at(body, "has_next").value_or(false))
    return true;
  to = text_at(body, "cursor");
  return !to.empty();
}

content<order_page> read_orders(const object& body) {
  const auto list = list_at(body, "orders");
  if (!list)
    return unfit{"expected a list of orders"};
  order_page page;
  for (const auto x : *list) {
    object row;
    if (x.get_object().get(row) != simdjson::SUCCESS)
      return unfit{"an order that is no object"};
    if (is_derivative(row))
      continue;
    auto order = read_order(row);
    if (!order)
      return unfit{"an order lacks id, market or side, or has an amount that "
                   "cannot be read: "
                   + std::string{text_at(row, "order_id")}};
    page.orders.push_back(std::move(*order));
  }
  if (!read_next(page.next, body))
    return unfit{"more orders are announced, but there is no cursor"};
  auto remark = std::to_string(page.orders.size()) + " orders";
  return {std::move(page), std::move(remark), false};
}

answer<order_page> decode_all_orders(const net::reply& x) {
  return read_reply<order_page>(x, subject::service, [](std::string_view body) {
    return with_members<order_page>(body, read_orders);
  });
}

content<order_lookup> read_lookup(const object& body) {
  const auto row = object_at(body, "order");
  if (!row)
    return unfit{"expected an order"};
  auto order = read_order(*row);
  if (!order)
    return unfit{"the order lacks id, market or side, or has an amount that "
                 "cannot be read"};
  return {order_lookup{std::move(*order)}, {}, false};
}

} // namespace

answer<order_lookup> decode_lookup(const net::reply& x) {
  constexpr unsigned status_not_found = 404;
  auto read
    = read_reply<order_lookup>(x, subject::service, [](std::string_view body) {
        return with_members<order_lookup>(body, read_lookup);
      });
  // Of the service, a 404 is refused where the venue gives its own word for it,
  // and malformed where only the address is wrong. A page that says as much, or
  // a reply that was cut, is not its word.
  if (x.status == status_not_found && read.kind == outcome_kind::refused
      && !words_of_error(x.body).empty())
    return {outcome_kind::ok, std::move(read.text), read.limits,
            order_lookup{}};
  return read;
}

answer<order_lookup> decode_lookup_among(const net::reply& x,
                                         std::string_view client_id) {
  auto all = decode_all_orders(x);
  auto result
    = answer<order_lookup>{all.kind, std::move(all.text), all.limits, {}};
  if (!all.value)
    return result;
  auto& orders = all.value->orders;
  const auto found
    = std::find_if(orders.begin(), orders.end(), [&](const order_report& one) {
        return one.client_id == client_id;
      });
  result.value = found != orders.end()
                   ? order_lookup{std::move(*found)}
                   : order_lookup{std::nullopt, std::move(all.value->next)};
  return result;
}

answer<order_page> decode_orders(const net::reply& x, which_orders which) {
  auto all = decode_all_orders(x);
  if (all.value)
    std::erase_if(all.value->orders, [&](const order_report& one) {
      return is_over(one.state) != (which == which_orders::over);
    });
  return all;
}

} // namespace ballast::venues::coinbase
