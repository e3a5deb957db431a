// Bodies of requests that change orders.
#include "venues/okx/order_codec.hpp"

#include <nlohmann/json.hpp>

#include <algorithm>
#include <cassert>

namespace ballast::venues::okx {

namespace {

// Members stay in the order in which they are added, so that the same order has
// the same signature.
using json = nlohmann::ordered_json;

std::string text_of(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

std::string type_of(const order_ticket& x) {
  constexpr auto unsupported = "unsupported";
  const auto is_until_cancelled = x.lives == time_in_force::good_till_cancelled;
  if (x.type == order_type::market) {
    // A market order never rests.
    const auto fits
      = is_until_cancelled || x.lives == time_in_force::immediate_or_cancel;
    return fits && !x.post_only ? "market" : unsupported;
  }
  if (x.type != order_type::limit)
    return unsupported;
  if (x.post_only)
    return is_until_cancelled ? "post_only" : unsupported;
  switch (x.lives) {
  case time_in_force::good_till_cancelled:
    return "limit";
  case time_in_force::immediate_or_cancel:
    return "ioc";
  case time_in_force::fill_or_kill:
    return "fok";
  case time_in_force::good_till_time:
  case time_in_force::day:
    break;
  }
  return unsupported;
}

json body_of(const ticket_of& x, std::string_view trade_mode) {
  const auto& ticket = *x.ticket;
  const auto has_cost = ticket.size.is_zero();
  json body;
  body["instId"] = x.instrument_id;
  body["side"] = ticket.side == side::buy ? "buy" : "sell";
  body["ordType"] = type_of(ticket);
  body["sz"] = (has_cost ? ticket.cost : ticket.size).to_string();
  body["tdMode"] = trade_mode;
  body["tgtCcy"] = has_cost ? "quote_ccy" : "base_ccy";
  if (ticket.type != order_type::market)
    body["px"] = ticket.price.to_string();
  if (!ticket.client_id.empty())
    body["clOrdId"] = ticket.client_id;
  return body;
}

/// By the venue's id where there is one: it wins over ours in any case.
json body_of(const order_ref& x) {
  json body;
  body["instId"] = x.what.venue_symbol;
  if (!x.venue_id.empty())
    body["ordId"] = x.venue_id;
  else
    body["clOrdId"] = x.client_id;
  return body;
}

} // namespace

std::string_view trade_mode_of(std::string_view account_level) noexcept {
  // Spot and Futures mode; Multi-currency and Portfolio margin mode.
  return account_level == "3" || account_level == "4" ? "cross" : "cash";
}

post placing(std::span<const ticket_of> orders, std::string_view trade_mode) {
  assert(!orders.empty() && orders.size() <= batch_orders);
  if (orders.size() == 1)
    return {"/api/v5/trade/order",
            text_of(body_of(orders.front(), trade_mode))};
  auto all = json::array();
  for (const auto& x : orders)
    all.push_back(body_of(x, trade_mode));
  return {"/api/v5/trade/batch-orders", text_of(all)};
}

post cancelling(std::span<const order_ref> orders) {
  assert(!orders.empty() && orders.size() <= batch_orders);
  if (orders.size() == 1)
    return {"/api/v5/trade/cancel-order", text_of(body_of(orders.front()))};
  auto all = json::array();
  for (const auto& x : orders)
    all.push_back(body_of(x));
  return {"/api/v5/trade/cancel-batch-orders", text_of(all)};
}

post amending(const order_ref& which, decimal price, decimal size) {
  auto body = body_of(which);
  if (!size.is_zero())
    body["newSz"] = size.to_string();
  if (!price.is_zero())
    body["newPx"] = price.to_string();
  return {"/api/v5/trade/amend-order", text_of(body)};
}

post dead_man(std::chrono::seconds after) {
  using std::chrono::seconds;
  // The nearest that is taken: a switch that acts early is safe, none is not.
  const auto taken = after <= seconds{0}
                       ? seconds{0}
                       : std::clamp(after, seconds{10}, seconds{120});
  json body;
  body["timeOut"] = taken.count();
  return {"/api/v5/trade/cancel-all-after", text_of(body)};
}

} // namespace ballast::venues::okx
