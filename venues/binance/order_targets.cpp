// What is asked about orders, fills, books and trades.
#include "venues/binance/codec.hpp"
#include "venues/binance/order_codec.hpp"
#include "venues/rest_url.hpp"

#include <algorithm>
#include <initializer_list>
#include <utility>

namespace ballast::venues::binance {

namespace {

/// "a=1&b=%20".
class form {
public:
  form& add(std::string_view name, std::string_view value) {
    text_.append(text_.empty() ? "" : "&")
      .append(name)
      .append("=")
      .append(escaped(value));
    return *this;
  }
  form& add(std::string_view name, std::size_t value) {
    return add(name, std::string_view{std::to_string(value)});
  }
  std::string text() && { return std::move(text_); }

private:
  std::string text_;
};

std::string_view word_of(side x) noexcept {
  return x == side::buy ? "BUY" : "SELL";
}

std::string_view word_of(time_in_force x) noexcept {
  switch (x) {
  case time_in_force::good_till_cancelled:
    return "GTC";
  case time_in_force::immediate_or_cancel:
    return "IOC";
  case time_in_force::fill_or_kill:
    return "FOK";
  case time_in_force::good_till_time:
    return "GTD";
  case time_in_force::day:
    return "DAY";
  }
  return "GTD";
}

std::string_view type_of(const order_ticket& x) noexcept {
  if (x.type == order_type::market)
    return "MARKET";
  if (x.type == order_type::stop_limit)
    return "STOP_LOSS_LIMIT";
  if (x.type == order_type::other)
    return "OTHER";
  return x.post_only ? "LIMIT_MAKER" : "LIMIT";
}

void add_terms(form& to, const order_ticket& x) {
  if (x.type == order_type::market) {
    if (x.size.is_zero())
      to.add("quoteOrderQty", x.cost.to_string());
    else
      to.add("quantity", x.size.to_string());
    return;
  }
  to.add("quantity", x.size.to_string()).add("price", x.price.to_string());
  if (x.type == order_type::stop_limit)
    to.add("stopPrice", x.trigger.to_string());
  if (!x.post_only)
    to.add("timeInForce", word_of(x.lives));
}

std::string page_parameters(const market* what, std::optional<unix_time> since,
                            std::string_view page_name,
                            const std::string& page) {
  form made;
  if (what != nullptr)
    made.add("symbol", what->venue_symbol);
  if (!page.empty())
    made.add(page_name, page);
  else if (since)
    made.add("startTime", std::to_string(since->time_since_epoch().count()));
  made.add("limit", rows_per_call);
  return std::move(made).text();
}

} // namespace

std::string order_parameters(const market& what, const order_ticket& ticket) {
  form made;
  made.add("symbol", what.venue_symbol).add("side", word_of(ticket.side));
  if (!ticket.client_id.empty())
    made.add("newClientOrderId", ticket.client_id);
  made.add("newOrderRespType", "FULL").add("type", type_of(ticket));
  add_terms(made, ticket);
  return std::move(made).text();
}

std::string order_parameters(const order_ref& which) {
  form made;
  made.add("symbol", which.what.venue_symbol);
  if (!which.venue_id.empty())
    made.add("orderId", which.venue_id);
  else
    made.add("origClientOrderId", which.client_id);
  return std::move(made).text();
}

std::string amend_parameters(const order_ref& which, decimal size) {
  form made;
  if (!which.client_id.empty())
    made.add("newClientOrderId", which.client_id);
  made.add("newQty", size.to_string());
  return order_parameters(which).append("&").append(std::move(made).text());
}

std::string market_parameters(const market* what) {
  form made;
  if (what != nullptr)
    made.add("symbol", what->venue_symbol);
  return std::move(made).text();
}

std::string closed_orders_parameters(const market* what,
                                     std::optional<unix_time> since,
                                     const std::string& page) {
  return page_parameters(what, since, "orderId", page);
}

std::string fills_parameters(const market* what, std::optional<unix_time> since,
                             const std::string& page) {
  return page_parameters(what, since, "fromId", page);
}

std::string book_target(const market& what, unsigned depth) {
  form made;
  made.add("symbol", what.venue_symbol);
  if (depth > 0)
    made.add("limit", std::size_t{std::min(depth, levels_per_call)});
  return "/api/v3/depth?" + std::move(made).text();
}

std::string trades_target(const market& what) {
  return "/api/v3/aggTrades?" + market_parameters(&what);
}

std::string ticker_target(const market& what) {
  return "/api/v3/ticker/24hr?" + market_parameters(&what);
}

} // namespace ballast::venues::binance
