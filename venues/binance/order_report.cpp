// One order, as the venue tells it.
#include "venues/binance/average.hpp"
#include "venues/binance/member_reading.hpp"
#include "venues/binance/order_codec.hpp"

#include <algorithm>
#include <array>

namespace ballast::venues::binance {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

struct known_status {
  std::string_view word;
  order_state state;
};

constexpr auto known_statuses = std::array{
  known_status{"NEW", order_state::open},
  known_status{"PENDING_NEW", order_state::pending},
  known_status{"PARTIALLY_FILLED", order_state::open},
  known_status{"FILLED", order_state::filled},
  known_status{"CANCELED", order_state::cancelled},
  known_status{"PENDING_CANCEL", order_state::open},
  known_status{"REJECTED", order_state::rejected},
  known_status{"EXPIRED", order_state::expired},
  known_status{"EXPIRED_IN_MATCH", order_state::expired},
};

/// A figure under the first of two names that is there.
std::optional<decimal> figure_of(const object& x, std::string_view name,
                                 std::string_view other) {
  return figure_at(x, member(x, name) ? name : other);
}

/// The commissions of a FULL answer. Those in several currencies have no sum:
/// the fills tell them.
bool read_fees(order_report& to, const object& x) {
  array fills;
  if (x.at_key("fills").get_array().get(fills) != simdjson::SUCCESS)
    return true;
  auto is_mixed = false;
  for (const auto y : fills) {
    object members;
    if (y.get_object().get(members) != simdjson::SUCCESS)
      return false;
    const auto fee = figure_at(members, "commission");
    const auto currency = text_at(members, "commissionAsset");
    if (!fee)
      return false;
    is_mixed
      = is_mixed || (!to.fee_currency.empty() && to.fee_currency != currency);
    to.fee += *fee;
    to.fee_currency = currency;
  }
  if (is_mixed) {
    to.fee = {};
    to.fee_currency.clear();
  }
  return true;
}

bool read_figures(order_report& to, const object& x) {
  const auto price = figure_at(x, "price");
  const auto size = figure_of(x, "origQty", "qty");
  const auto cost = figure_of(x, "origQuoteOrderQty", "quoteOrderQty");
  const auto filled = figure_at(x, "executedQty");
  const auto filled_cost
    = figure_of(x, "cummulativeQuoteQty", "cumulativeQuoteQty");
  if (!price || !size || !cost || !filled || !filled_cost
      || price->is_negative() || size->is_negative() || cost->is_negative()
      || filled->is_negative())
    return false;
  to.price = *price;
  set_size(to, *size, *cost);
  set_filled(to, *filled, *filled_cost);
  return read_fees(to, x);
}

void read_times(order_report& to, const object& x) {
  const auto answered = time_at(x, "transactTime");
  to.created = time_at(x, "time");
  // A transaction that is no cancel is the order's own.
  if (!to.created && !member(x, "origClientOrderId"))
    to.created = answered;
  to.updated = time_at(x, "updateTime");
  if (!to.updated)
    to.updated = answered;
}

std::string reason_of(const object& x, std::string_view status) {
  const auto given = text_at(x, "expiryReason");
  if (!given.empty() || status != "EXPIRED_IN_MATCH")
    return std::string{given};
  return std::string{status};
}

} // namespace

std::optional<order_state> order_state_of(std::string_view status) noexcept {
  const auto found
    = std::find_if(known_statuses.begin(), known_statuses.end(),
                   [&](const known_status& x) { return x.word == status; });
  if (found == known_statuses.end())
    return std::nullopt;
  return found->state;
}

void set_kind(order_report& to, std::string_view type,
              std::string_view lives) noexcept {
  if (type == "MARKET")
    to.type = order_type::market;
  else if (type == "LIMIT" || type == "LIMIT_MAKER")
    to.type = order_type::limit;
  else if (type == "STOP_LOSS_LIMIT")
    to.type = order_type::stop_limit;
  else
    to.type = order_type::other;
  // GTX is how post-only is called elsewhere at this venue.
  to.post_only = type == "LIMIT_MAKER" || lives == "GTX";
  if (lives == "IOC")
    to.lives = time_in_force::immediate_or_cancel;
  else if (lives == "FOK")
    to.lives = time_in_force::fill_or_kill;
  else if (lives == "GTD")
    to.lives = time_in_force::good_till_time;
}

void set_size(order_report& to, decimal size, decimal cost) noexcept {
  const auto is_by_cost = decimal{} < cost;
  to.size = is_by_cost ? decimal{} : size;
  to.cost = is_by_cost ? cost : decimal{};
}

void set_filled(order_report& to, decimal filled, decimal cost) {
  to.filled = filled;
  to.filled_cost = cost.is_negative() ? decimal{} : cost;
  to.average_price = average_of(to.filled_cost, filled);
}

std::optional<order_report> read_order(const object& x,
                                       const market_names& names) {
  order_report order;
  order.venue_id = id_at(x, "orderId");
  const auto status = text_at(x, "status");
  const auto side = side_at(x, "side");
  const auto state = order_state_of(status);
  if (order.venue_id.empty() || !side || !state || !read_figures(order, x))
    return std::nullopt;
  order.side = *side;
  order.state = *state;
  // What is cancelled answers with an id of the cancel's own beside it.
  const auto own
    = order.state == order_state::cancelled && member(x, "origClientOrderId")
        ? "origClientOrderId"
        : "clientOrderId";
  order.client_id = text_at(x, own);
  if (const auto* known = names.find(text_at(x, "symbol")); known != nullptr)
    order.symbol = *known;
  set_kind(order, text_at(x, "type"), text_at(x, "timeInForce"));
  order.reason = reason_of(x, status);
  read_times(order, x);
  return order;
}

} // namespace ballast::venues::binance
