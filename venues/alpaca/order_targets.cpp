// What is asked of orders, fills, fees and books, and the body of an order.
#include "venues/alpaca/orders.hpp"
#include "venues/rest_url.hpp"
#include "venues/rfc3339.hpp"

#include <nlohmann/json.hpp>

namespace ballast::venues::alpaca {

namespace {

/// Times in force that the venue does not have: it refuses what asks for them.
constexpr std::string_view no_post_only = "post_only";
constexpr std::string_view no_such_life = "gtd";
constexpr std::string_view no_session = "no_session";

std::string_view type_text(order_type x) noexcept {
  if (x == order_type::stop_limit)
    return "stop_limit";
  return x == order_type::market ? "market" : "limit";
}

std::string_view life_text(time_in_force x) noexcept {
  switch (x) {
  case time_in_force::good_till_cancelled:
    return "gtc";
  case time_in_force::immediate_or_cancel:
    return "ioc";
  case time_in_force::fill_or_kill:
    return "fok";
  case time_in_force::day:
    return "day";
  case time_in_force::good_till_time:
    break;
  }
  return no_such_life;
}

std::string_view life_of(const market& what, const order_ticket& ticket,
                         bool in_session) noexcept {
  if (!in_session)
    return no_session;
  if (ticket.post_only)
    return no_post_only;
  const auto is_for_ever = ticket.lives == time_in_force::good_till_cancelled;
  if (ticket.type == order_type::market && is_for_ever
      && !is_crypto(what.venue_symbol))
    return life_text(time_in_force::day);
  return life_text(ticket.lives);
}

std::string data_target(std::string_view venue_symbol, std::string_view crypto,
                        std::string_view stocks) {
  const auto is_coin = is_crypto(venue_symbol);
  auto target = std::string{is_coin ? crypto : stocks};
  target.append("?symbols=").append(escaped(venue_symbol));
  if (!is_coin)
    target.append("&feed=iex");
  return target;
}

} // namespace

std::string orders_target() { return "/v2/orders"; }

std::string order_target(std::string_view venue_id) {
  return "/v2/orders/" + escaped(venue_id);
}

std::string client_order_target(std::string_view client_id) {
  return "/v2/orders:by_client_order_id?client_order_id=" + escaped(client_id);
}

std::string order_list_target(std::string_view status, const market* what,
                              std::string_view after) {
  auto target = std::string{"/v2/orders?status="};
  target.append(status)
    .append("&limit=")
    .append(std::to_string(orders_per_page))
    .append("&direction=asc");
  if (what != nullptr)
    target.append("&symbols=").append(escaped(what->venue_symbol));
  if (!after.empty())
    target.append("&after=").append(escaped(after));
  return target;
}

std::string fills_target(std::optional<unix_time> since,
                         std::string_view page_token) {
  auto target = std::string{"/v2/account/activities/FILL?direction=asc"
                            "&page_size="}
                + std::to_string(fills_per_page);
  if (since)
    target.append("&after=").append(escaped(moment_before(*since)));
  if (!page_token.empty())
    target.append("&page_token=").append(escaped(page_token));
  return target;
}

std::string fees_target(std::string_view venue_symbol) {
  return is_crypto(venue_symbol) ? "/v2/account"
                                 : "/v2/assets/" + escaped(venue_symbol);
}

std::string book_target(std::string_view venue_symbol) {
  return data_target(venue_symbol, "/v1beta3/crypto/us/latest/orderbooks",
                     "/v2/stocks/quotes/latest");
}

std::string trades_target(std::string_view venue_symbol) {
  return data_target(venue_symbol, "/v1beta3/crypto/us/trades",
                     "/v2/stocks/trades")
    .append("&limit=")
    .append(std::to_string(trades_asked))
    .append("&sort=desc");
}

std::string ticker_target(std::string_view venue_symbol) {
  return data_target(venue_symbol, "/v1beta3/crypto/us/snapshots",
                     "/v2/stocks/snapshots");
}

std::string moment_before(unix_time x) {
  return to_rfc3339_milliseconds(x - std::chrono::milliseconds{1});
}

std::string order_body(const market& what, const order_ticket& ticket,
                       bool in_session) {
  auto body = nlohmann::json{
    {"symbol", what.venue_symbol},
    {"side", ticket.side == side::buy ? "buy" : "sell"},
    {"type", type_text(ticket.type)},
    {"time_in_force", life_of(what, ticket, in_session)},
    {"client_order_id", ticket.client_id},
  };
  if (ticket.cost.is_zero())
    body["qty"] = ticket.size.to_string();
  else
    body["notional"] = ticket.cost.to_string();
  if (ticket.type != order_type::market)
    body["limit_price"] = ticket.price.to_string();
  if (ticket.type == order_type::stop_limit)
    body["stop_price"] = ticket.trigger.to_string();
  // Names of ours are ASCII; whatever else came in must not throw.
  return body.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

} // namespace ballast::venues::alpaca
