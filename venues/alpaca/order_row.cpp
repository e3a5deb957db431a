#include "venues/alpaca/order_row.hpp"

#include "venues/alpaca/orders.hpp"
#include "venues/json_body.hpp"
#include "venues/payload.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::alpaca {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

struct status_row {
  std::string_view word;
  order_state state;
};

constexpr auto statuses = std::array{
  status_row{"accepted", order_state::pending},
  status_row{"pending_new", order_state::pending},
  status_row{"accepted_for_bidding", order_state::pending},
  status_row{"held", order_state::pending},
  status_row{"pending_review", order_state::pending},
  status_row{"new", order_state::open},
  status_row{"partially_filled", order_state::open},
  status_row{"done_for_day", order_state::open},
  status_row{"pending_cancel", order_state::open},
  status_row{"pending_replace", order_state::open},
  status_row{"stopped", order_state::open},
  status_row{"suspended", order_state::open},
  status_row{"calculated", order_state::open},
  status_row{"filled", order_state::filled},
  status_row{"canceled", order_state::cancelled},
  status_row{"replaced", order_state::cancelled},
  status_row{"expired", order_state::expired},
  status_row{"rejected", order_state::rejected},
};

order_type type_of(std::string_view text) noexcept {
  if (text == "market")
    return order_type::market;
  if (text == "stop_limit")
    return order_type::stop_limit;
  return text == "limit" ? order_type::limit : order_type::other;
}

/// Orders for the opening and the closing auction end with their session too.
time_in_force life_of(std::string_view text) noexcept {
  if (text == "gtc")
    return time_in_force::good_till_cancelled;
  if (text == "ioc")
    return time_in_force::immediate_or_cancel;
  return text == "fok" ? time_in_force::fill_or_kill : time_in_force::day;
}

struct amount_field {
  std::string_view name;
  decimal order_report::*value;
};

constexpr auto amounts = std::array{
  amount_field{"qty", &order_report::size},
  amount_field{"notional", &order_report::cost},
  amount_field{"limit_price", &order_report::price},
  amount_field{"filled_qty", &order_report::filled},
  amount_field{"filled_avg_price", &order_report::average_price},
};

bool read_amounts(const object& from, order_report& to) {
  for (const auto& x : amounts) {
    const auto value = parse_bound(text_at(from, x.name));
    if (!value)
      return false;
    to.*x.value = *value;
  }
  const auto spent = multiply(to.filled, to.average_price, rounding::down);
  to.filled_cost = spent ? *spent : decimal{};
  return !to.size.is_zero() || !to.cost.is_zero();
}

std::string reason_of(order_state state, std::string_view status) {
  const auto is_news = state == order_state::expired
                       || state == order_state::rejected
                       || status == "replaced";
  return is_news ? std::string{status} : std::string{};
}

} // namespace

order_state state_of(std::string_view status) noexcept {
  const auto* found
    = std::find_if(statuses.begin(), statuses.end(),
                   [&](const status_row& x) { return x.word == status; });
  return found == statuses.end() ? order_state::open : found->state;
}

std::optional<side> side_of(std::string_view text) noexcept {
  if (text == "buy")
    return side::buy;
  return text == "sell" ? std::optional{side::sell} : std::nullopt;
}

std::optional<std::string> id_of(std::string_view text) {
  if (text.empty() || text.size() > client_id_max
      || printable(text, client_id_max) != text)
    return std::nullopt;
  return std::string{text};
}

std::string fill_id(std::string_view order_id, decimal filled_by_then) {
  return std::string{order_id}.append(":").append(filled_by_then.to_string());
}

std::optional<order_report> read_order(element x, const coin_names& coins) {
  object members;
  if (x.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  auto id = id_of(text_at(members, "id"));
  const auto what = side_of(text_at(members, "side"));
  const auto status = text_at(members, "status");
  const auto type = text_at(members, "type");
  order_report result;
  if (!id || !what || !id_of(status) || !read_amounts(members, result))
    return std::nullopt;
  result.venue_id = std::move(*id);
  result.client_id = id_of(text_at(members, "client_order_id")).value_or("");
  result.symbol = traded_symbol(text_at(members, "symbol"),
                                text_at(members, "asset_class"), coins);
  result.side = *what;
  result.type = type_of(type.empty() ? text_at(members, "order_type") : type);
  result.lives = life_of(text_at(members, "time_in_force"));
  result.state = state_of(status);
  result.reason = reason_of(result.state, status);
  result.created = parse_rfc3339(text_at(members, "created_at"));
  result.updated = parse_rfc3339(text_at(members, "updated_at"));
  return result;
}

} // namespace ballast::venues::alpaca
