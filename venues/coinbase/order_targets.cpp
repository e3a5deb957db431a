#include "venues/coinbase/order_words.hpp"
#include "venues/coinbase/trading_codec.hpp"
#include "venues/rest_url.hpp"
#include "venues/rfc3339.hpp"

#include <nlohmann/json.hpp>

#include <array>
#include <cassert>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

constexpr auto prefix = std::string_view{"/api/v3/brokerage"};

std::string target(std::string_view path) {
  return std::string{prefix}.append(path);
}

/// Adds a pair to a query that has one already.
void add(std::string& to, std::string_view name, std::string_view value) {
  if (!value.empty())
    to.append("&").append(name).append("=").append(escaped(value));
}

std::string dumped(const json& x) {
  return x.dump(-1, ' ', false, json::error_handler_t::replace);
}

/// The key of the one configuration that means this ticket; empty where the
/// venue has none. Source: "Create Order", order_configuration.
std::string_view configuration_of(const order_ticket& x) {
  const auto takes = x.lives == time_in_force::immediate_or_cancel
                     || x.lives == time_in_force::fill_or_kill;
  if (x.post_only && (takes || x.type != order_type::limit))
    return {};
  if (x.type == order_type::market)
    return x.lives == time_in_force::fill_or_kill ? "market_market_fok"
           : x.lives == time_in_force::day        ? std::string_view{}
                                                  : "market_market_ioc";
  if (x.type == order_type::stop_limit)
    return x.lives == time_in_force::good_till_cancelled
             ? "stop_limit_stop_limit_gtc"
           : x.lives == time_in_force::good_till_time
             ? "stop_limit_stop_limit_gtd"
             : std::string_view{};
  if (x.type != order_type::limit)
    return {};
  switch (x.lives) {
  case time_in_force::good_till_cancelled:
    return "limit_limit_gtc";
  case time_in_force::good_till_time:
    return "limit_limit_gtd";
  case time_in_force::immediate_or_cancel:
    return "sor_limit_ioc";
  case time_in_force::fill_or_kill:
    return "limit_limit_fok";
  case time_in_force::day:
    break;
  }
  return {};
}

json members_of(const order_ticket& x) {
  auto members = json::object();
  if (x.type == order_type::market) {
    const auto by_cost = !x.cost.is_zero();
    members[by_cost ? "quote_size" : "base_size"]
      = (by_cost ? x.cost : x.size).to_string();
    return members;
  }
  members["base_size"] = x.size.to_string();
  members["limit_price"] = x.price.to_string();
  const auto rests = x.lives == time_in_force::good_till_cancelled
                     || x.lives == time_in_force::good_till_time;
  if (x.type == order_type::stop_limit) {
    members["stop_price"] = x.trigger.to_string();
    members["stop_direction"] = x.side == side::buy
                                  ? "STOP_DIRECTION_STOP_UP"
                                  : "STOP_DIRECTION_STOP_DOWN";
  } else if (rests)
    members["post_only"] = x.post_only;
  if (x.lives == time_in_force::good_till_time && x.expires)
    members["end_time"] = to_rfc3339_milliseconds(*x.expires);
  return members;
}

/// The pages of all lists here. Source: 100 is the default, the most is told as
/// 1000 by clients alone.
constexpr auto page_size = std::string_view{"100"};

std::string list_target(std::string_view path, std::string_view product_id,
                        std::string_view since_name,
                        std::optional<unix_time> since,
                        std::string_view cursor) {
  auto text = target(path).append("?limit=").append(page_size);
  add(text, "product_ids", product_id);
  add(text, since_name, since ? to_rfc3339_milliseconds(*since) : "");
  add(text, "cursor", cursor);
  return text;
}

} // namespace

std::string orders_target() { return target("/orders"); }

std::string preview_target() { return target("/orders/preview"); }

std::string cancel_target() { return target("/orders/batch_cancel"); }

std::string edit_target() { return target("/orders/edit"); }

std::string order_target(std::string_view venue_id) {
  return target("/orders/historical/").append(escaped(venue_id));
}

std::string order_list_target(std::string_view product_id,
                              std::optional<unix_time> since,
                              std::string_view cursor) {
  return list_target("/orders/historical/batch", product_id, "start_date",
                     since, cursor);
}

std::string open_order_list_target(std::string_view product_id,
                                   std::string_view cursor) {
  auto text = order_list_target(product_id, std::nullopt, cursor);
  add(text, "order_status", "OPEN");
  return text;
}

std::string fills_target(std::string_view product_id,
                         std::optional<unix_time> since,
                         std::string_view cursor) {
  return list_target("/orders/historical/fills", product_id,
                     "start_sequence_timestamp", since, cursor);
}

std::string fees_target() {
  return target("/transaction_summary?product_type=SPOT");
}

std::string book_target(std::string_view product_id, unsigned depth) {
  auto text
    = target("/market/product_book?product_id=").append(escaped(product_id));
  add(text, "limit", depth == 0 ? "" : std::to_string(depth));
  return text;
}

std::string trades_target(std::string_view product_id, unsigned count) {
  return target("/market/products/")
    .append(escaped(product_id))
    .append("/ticker?limit=")
    .append(std::to_string(count));
}

std::string order_body(std::string_view product_id, const order_ticket& x) {
  const auto configuration = configuration_of(x);
  auto body = json{{"product_id", product_id},
                   {"side", x.side == side::buy ? "BUY" : "SELL"}};
  if (!x.client_id.empty())
    body["client_order_id"] = x.client_id;
  body["order_configuration"]
      [std::string{configuration.empty() ? "unsupported" : configuration}]
    = members_of(x);
  return dumped(body);
}

std::string cancel_body(std::span<const std::string> venue_ids) {
  assert(venue_ids.size() <= cancels_per_call);
  auto ids = json::array();
  for (const auto& x : venue_ids)
    ids.push_back(x);
  return dumped(json{{"order_ids", std::move(ids)}});
}

std::string edit_body(std::string_view venue_id, decimal price, decimal size) {
  return dumped(json{{"order_id", venue_id},
                     {"price", price.to_string()},
                     {"size", size.to_string()}});
}

} // namespace ballast::venues::coinbase
