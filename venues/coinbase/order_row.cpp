#include "venues/coinbase/order_row.hpp"

#include "venues/coinbase/json_fields.hpp"
#include "venues/coinbase/order_words.hpp"
#include "venues/coinbase/symbols.hpp"
#include "venues/payload.hpp"
#include "venues/row_fields.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace ballast::venues::coinbase {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

struct order_row {
  std::string_view order_id;
  std::string_view client_order_id;
  std::string_view product_id;
  std::string_view side;
  std::string_view status;
  std::string_view time_in_force;
  std::string_view created_time;
  std::string_view last_update_time;
  std::string_view last_fill_time;
  std::string_view filled_size;
  std::string_view filled_value;
  std::string_view average_filled_price;
  std::string_view total_fees;
  std::string_view reject_reason;
  std::string_view reject_message;
  std::string_view cancel_message;
};

constexpr auto text_fields = std::array{
  text_field<order_row>{"order_id", &order_row::order_id},
  text_field<order_row>{"client_order_id", &order_row::client_order_id},
  text_field<order_row>{"product_id", &order_row::product_id},
  text_field<order_row>{"side", &order_row::side},
  text_field<order_row>{"status", &order_row::status},
  text_field<order_row>{"time_in_force", &order_row::time_in_force},
  text_field<order_row>{"created_time", &order_row::created_time},
  text_field<order_row>{"last_update_time", &order_row::last_update_time},
  text_field<order_row>{"last_fill_time", &order_row::last_fill_time},
  text_field<order_row>{"filled_size", &order_row::filled_size},
  text_field<order_row>{"filled_value", &order_row::filled_value},
  text_field<order_row>{"average_filled_price",
                        &order_row::average_filled_price},
  text_field<order_row>{"total_fees", &order_row::total_fees},
  text_field<order_row>{"reject_reason", &order_row::reject_reason},
  text_field<order_row>{"reject_message", &order_row::reject_message},
  text_field<order_row>{"cancel_message", &order_row::cancel_message},
};

struct configuration {
  std::string_view name;
  order_type type;
  time_in_force lives;
};

// Source: "Create Order", order_configuration.
constexpr auto configurations = std::array{
  configuration{"market_market_ioc", order_type::market,
                time_in_force::immediate_or_cancel},
  configuration{"market_market_fok", order_type::market,
                time_in_force::fill_or_kill},
  configuration{"limit_limit_gtc", order_type::limit,
                time_in_force::good_till_cancelled},
  configuration{"limit_limit_gtd", order_type::limit,
                time_in_force::good_till_time},
  configuration{"limit_limit_fok", order_type::limit,
                time_in_force::fill_or_kill},
  configuration{"sor_limit_ioc", order_type::limit,
                time_in_force::immediate_or_cancel},
  configuration{"stop_limit_stop_limit_gtc", order_type::stop_limit,
                time_in_force::good_till_cancelled},
  configuration{"stop_limit_stop_limit_gtd", order_type::stop_limit,
                time_in_force::good_till_time},
};

/// Why an order ended, in the venue's words; empty where it says nothing.
std::string reason_of(const order_row& x) {
  for (const auto text : {x.reject_message, x.reject_reason, x.cancel_message})
    if (!text.empty() && text != "REJECT_REASON_UNSPECIFIED")
      return printable(text);
  return {};
}

bool read_amounts(order_report& to, const order_row& x) {
  const auto filled = amount_of(x.filled_size);
  const auto cost = derived_amount_of(x.filled_value);
  const auto price = derived_amount_of(x.average_filled_price);
  const auto fee = derived_amount_of(x.total_fees);
  if (!filled || !cost || !price || !fee)
    return false;
  to.filled = *filled;
  to.filled_cost = *cost;
  to.average_price = *price;
  to.fee = *fee;
  return true;
}

} // namespace

bool is_derivative(const object& row) {
  return text_at(row, "product_type") == "FUTURE";
}

bool read_configuration(order_report& to, const object& row) {
  to.type = order_type::other;
  const auto all = object_at(row, "order_configuration");
  if (!all || all->size() != 1)
    return true;
  const auto chosen = *all->begin();
  const auto* known = std::find_if(
    configurations.begin(), configurations.end(),
    [&](const configuration& x) { return x.name == chosen.key; });
  object members;
  if (chosen.value.get_object().get(members) != simdjson::SUCCESS)
    return true;
  const auto size = amount_of(text_at(members, "base_size"));
  const auto cost = amount_of(text_at(members, "quote_size"));
  const auto price = amount_of(text_at(members, "limit_price"));
  if (!size || !cost || !price)
    return false;
  if (known != configurations.end()) {
    to.type = known->type;
    to.lives = known->lives;
  }
  to.size = *size;
  // Filled orders tell both: the one that was sent, and what came of it.
  to.cost = size->is_zero() ? *cost : decimal{};
  to.price = *price;
  to.post_only = flag_at(members, "post_only").value_or(false);
  return true;
}

std::optional<order_report> read_order(const object& row) {
  order_row x;
  for (const auto one : row)
    read_text(x, text_fields, one.key, one.value);
  const auto symbol = symbol_of(x.product_id);
  const auto side = side_of(x.side);
  order_report result;
  if (x.order_id.empty() || !symbol || !side || !read_configuration(result, row)
      || !read_amounts(result, x))
    return std::nullopt;
  result.venue_id = x.order_id;
  result.client_id = x.client_order_id;
  result.symbol = *symbol;
  result.side = *side;
  result.lives = lives_of(x.time_in_force).value_or(result.lives);
  result.fee_currency = symbol->quote;
  result.state = state_of(x.status);
  if (is_over(result.state))
    result.reason = reason_of(x);
  result.created = moment_of(x.created_time);
  result.updated = moment_of(x.last_update_time);
  if (!result.updated)
    result.updated = moment_of(x.last_fill_time);
  return result;
}

} // namespace ballast::venues::coinbase
