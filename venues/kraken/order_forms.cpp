#include "venues/kraken/order_forms.hpp"

#include "venues/rest_url.hpp"
#include "venues/rfc3339.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace ballast::venues::kraken {

namespace {

/// "name=value" pairs, escaped.
class fields {
public:
  fields& add(std::string_view name, std::string_view value) {
    if (!text_.empty())
      text_ += '&';
    text_.append(name).append("=").append(escaped(value));
    return *this;
  }
  /// Adds nothing for zero.
  fields& add_above_zero(std::string_view name, decimal value) {
    return decimal{} < value ? add(name, value.to_string()) : *this;
  }
  fields& add_since(std::string_view name, std::optional<unix_time> x) {
    return x ? add(name, seconds_text(*x)) : *this;
  }
  fields& add_unless_empty(std::string_view name, std::string_view value) {
    return value.empty() ? *this : add(name, value);
  }

  static std::string seconds_text(unix_time x) {
    return std::to_string(
      std::chrono::floor<std::chrono::seconds>(x).time_since_epoch().count());
  }

  std::string text() && { return std::move(text_); }

private:
  std::string text_;
};

/// Empty for what the venue takes when nothing is said.
std::string_view in_force(const order_ticket& x) {
  switch (x.lives) {
  case time_in_force::good_till_cancelled:
    break;
  case time_in_force::good_till_time:
    return "GTD";
  case time_in_force::immediate_or_cancel:
    return "IOC";
  case time_in_force::fill_or_kill:
    return "FOK";
  case time_in_force::day:
    return "DAY";
  }
  return {};
}

std::string_view type_of(const order_ticket& x) {
  if (x.type == order_type::stop_limit)
    return "stop-loss-limit";
  return x.type == order_type::market ? "market" : "limit";
}

/// A stop's `price` is its trigger, and `price2` its limit.
fields& add_prices(fields& to, const order_ticket& x) {
  if (x.type == order_type::stop_limit)
    return to.add_above_zero("price", x.trigger)
      .add_above_zero("price2", x.price);
  return x.type == order_type::market ? to
                                      : to.add_above_zero("price", x.price);
}

std::string flags_of(const order_ticket& x) {
  auto flags = std::string{x.post_only ? "post," : ""};
  if (x.size.is_zero())
    flags += "viqc,";
  return flags += "fciq";
}

/// The order by one of its ids; the venue takes no two.
fields& add_id(fields& to, const order_ref& which) {
  return which.venue_id.empty() ? to.add("cl_ord_id", which.client_id)
                                : to.add("txid", which.venue_id);
}

} // namespace

form place_form(const market& what, const order_ticket& ticket, unix_time now,
                bool is_test) {
  fields all;
  all.add("pair", what.venue_symbol)
    .add("type", ticket.side == side::buy ? "buy" : "sell")
    .add("ordertype", type_of(ticket))
    .add("volume",
         (ticket.size.is_zero() ? ticket.cost : ticket.size).to_string());
  add_prices(all, ticket)
    .add("oflags", flags_of(ticket))
    .add_unless_empty("timeinforce", in_force(ticket))
    .add_since("expiretm", ticket.expires)
    .add_unless_empty("cl_ord_id", ticket.client_id)
    .add("deadline", to_rfc3339_milliseconds(now + order_deadline));
  // Left out of real orders: any value of it may count as true.
  if (is_test)
    all.add("validate", "true");
  return {"/0/private/AddOrder", std::move(all).text()};
}

form cancel_form(const order_ref& which) {
  fields all;
  add_id(all, which);
  return {"/0/private/CancelOrder", std::move(all).text()};
}

form cancel_all_form() { return {"/0/private/CancelAll", {}}; }

form amend_form(const order_ref& which, decimal price, decimal size) {
  fields all;
  add_id(all, which)
    .add_above_zero("order_qty", size)
    .add_above_zero("limit_price", price);
  return {"/0/private/AmendOrder", std::move(all).text()};
}

form query_form(const order_ref& which) {
  fields all;
  add_id(all, which);
  return {which.venue_id.empty() ? "/0/private/OpenOrders"
                                 : "/0/private/QueryOrders",
          std::move(all).text()};
}

form ended_query_form(const order_ref& which) {
  fields all;
  all.add("cl_ord_id", which.client_id);
  return {"/0/private/ClosedOrders", std::move(all).text()};
}

form open_orders_form() { return {"/0/private/OpenOrders", {}}; }

form closed_orders_form(std::optional<unix_time> since,
                        const std::string& page) {
  fields all;
  all.add("closetime", "close")
    .add_since("start", since)
    .add_unless_empty("end", page);
  return {"/0/private/ClosedOrders", std::move(all).text()};
}

form fills_form(std::optional<unix_time> since, const std::string& page) {
  fields all;
  all.add_since("start", since).add_unless_empty("end", page);
  return {"/0/private/TradesHistory", std::move(all).text()};
}

form fees_form(const market& what) {
  fields all;
  all.add("pair", what.venue_symbol);
  return {"/0/private/TradeVolume", std::move(all).text()};
}

form dead_man_form(std::chrono::seconds after) {
  fields all;
  all.add("timeout", std::to_string(std::clamp(after, std::chrono::seconds{0},
                                               std::chrono::seconds{86'400})
                                      .count()));
  return {"/0/private/CancelAllOrdersAfter", std::move(all).text()};
}

form stream_token_form() { return {"/0/private/GetWebSocketsToken", {}}; }

std::string book_target(const market& what, unsigned depth) {
  constexpr auto depth_max = 500U;
  return "/0/public/Depth?pair=" + escaped(what.venue_symbol)
         + "&count=" + std::to_string(std::clamp(depth, 1U, depth_max));
}

std::string trades_target(const market& what) {
  return "/0/public/Trades?pair=" + escaped(what.venue_symbol);
}

std::string ticker_target(const market& what) {
  return "/0/public/Ticker?pair=" + escaped(what.venue_symbol);
}

} // namespace ballast::venues::kraken
