#include "venues/kraken/stream_orders.hpp"

#include "venues/json_body.hpp"
#include "venues/kraken/order_codec.hpp"
#include "venues/rfc3339.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::object;

struct named_order_state {
  std::string_view name;
  order_state state;
};

constexpr auto states = std::array{
  named_order_state{"pending_new", order_state::pending},
  named_order_state{"new", order_state::open},
  named_order_state{"partially_filled", order_state::open},
  named_order_state{"filled", order_state::filled},
  named_order_state{"canceled", order_state::cancelled},
  named_order_state{"expired", order_state::expired},
};

/// Reads a member into `to` where there is one; false where it cannot be read.
bool read_amount(decimal& to, const object& row, std::string_view name) {
  const auto value = member(row, name);
  if (!value)
    return true;
  const auto amount = parse_bound(text_of(*value));
  if (amount)
    to = *amount;
  return amount.has_value();
}

bool read_state(order_report& to, const object& row) {
  const auto name = text_at(row, "order_status");
  if (name.empty())
    return true;
  const auto* const found
    = std::find_if(states.begin(), states.end(),
                   [&](const named_order_state& x) { return x.name == name; });
  if (found == states.end())
    return false;
  to.state = found->state;
  return true;
}

time_in_force lives_of(std::string_view word, time_in_force otherwise) {
  if (word == "GTC" || word == "gtc")
    return time_in_force::good_till_cancelled;
  if (word == "GTD" || word == "gtd")
    return time_in_force::good_till_time;
  if (word == "IOC" || word == "ioc")
    return time_in_force::immediate_or_cancel;
  return word == "FOK" || word == "fok" ? time_in_force::fill_or_kill
                                        : otherwise;
}

order_type type_of(std::string_view word) {
  if (word == "limit")
    return order_type::limit;
  if (word == "stop-loss-limit")
    return order_type::stop_limit;
  return word == "market" ? order_type::market : order_type::other;
}

/// Reads what of an order is told; false where it cannot be read.
bool read_changes(order_report& to, const object& row) {
  if (const auto type = text_at(row, "order_type"); !type.empty())
    to.type = type_of(type);
  if (const auto id = text_at(row, "cl_ord_id"); !id.empty())
    to.client_id = id;
  if (const auto why = text_at(row, "reason"); !why.empty())
    to.reason = printable(why);
  to.lives = lives_of(text_at(row, "time_in_force"), to.lives);
  bool post_only = false;
  if (row.at_key("post_only").get_bool().get(post_only) == simdjson::SUCCESS)
    to.post_only = post_only;
  if (const auto paid_in = text_at(row, "fee_ccy_pref"); paid_in == "fcib")
    to.fee_currency = to.symbol.base;
  else if (paid_in == "fciq")
    to.fee_currency = to.symbol.quote;
  const auto at = parse_rfc3339(text_at(row, "timestamp"));
  const auto what = text_at(row, "exec_type");
  if (at && (what == "pending_new" || (what == "new" && !to.created)))
    to.created = at;
  to.updated = at ? at : to.updated;
  return read_state(to, row) && read_amount(to.size, row, "order_qty")
         && read_amount(to.cost, row, "cash_order_qty")
         && read_amount(to.price, row, "limit_price")
         && read_amount(to.filled, row, "cum_qty")
         && read_amount(to.filled_cost, row, "cum_cost")
         && read_amount(to.average_price, row, "avg_price");
}

/// A fee in one currency; what is paid in a second one is left out.
bool read_fee(fill& to, const object& row) {
  array list;
  if (row.at_key("fees").get_array().get(list) != simdjson::SUCCESS)
    return true;
  for (const auto x : list) {
    object one;
    if (x.get_object().get(one) != simdjson::SUCCESS)
      return false;
    const auto fee = decimal::parse(text_at(one, "qty"));
    const auto asset = text_at(one, "asset");
    if (!fee || asset.empty())
      return false;
    if (to.fee_currency.empty())
      to.fee_currency = asset;
    if (to.fee_currency == asset)
      to.fee += *fee;
  }
  return true;
}

std::optional<fill> read_fill(const object& row, const order_report* order) {
  const auto which = symbol::parse(text_at(row, "symbol"));
  const auto way = side_of(text_at(row, "side"));
  const auto price = parse_positive(text_at(row, "last_price"));
  const auto size = parse_positive(text_at(row, "last_qty"));
  const auto at = parse_rfc3339(text_at(row, "timestamp"));
  fill x;
  // What REST calls the id of a trade; trade_id numbers those of the book.
  x.trade_id = text_at(row, "exec_id");
  if (!price || !size || !at || x.trade_id.empty()
      || (order == nullptr && (!which || !way)) || !read_fee(x, row))
    return std::nullopt;
  x.order_id = text_at(row, "order_id");
  x.client_id = text_at(row, "cl_ord_id");
  if (x.client_id.empty() && order != nullptr)
    x.client_id = order->client_id;
  x.symbol = which ? *which : order->symbol;
  x.side = way ? *way : order->side;
  x.price = *price;
  x.size = *size;
  if (const auto word = text_at(row, "liquidity_ind"); !word.empty())
    x.maker = word == "m";
  x.at = *at;
  return x;
}

/// Where a report tells all that must be known of an order.
std::optional<order_report> begun(const object& row) {
  const auto which = symbol::parse(text_at(row, "symbol"));
  const auto way = side_of(text_at(row, "side"));
  const auto has_size
    = member(row, "order_qty") || member(row, "cash_order_qty");
  if (!which || !way || !has_size || text_at(row, "order_type").empty()
      || text_at(row, "order_status").empty())
    return std::nullopt;
  order_report x;
  x.venue_id = text_at(row, "order_id");
  x.symbol = *which;
  x.side = *way;
  return x;
}

} // namespace

execution kept_orders::read(const object& row) {
  const auto id = text_at(row, "order_id");
  execution told;
  if (id.empty())
    return told;
  const auto name = text_at(row, "symbol");
  if (!name.empty() && !symbol::parse(name))
    strangers_.insert(std::string{id});
  if (strangers_.find(id) != strangers_.end()) {
    told.is_strange = told.is_readable = true;
    return told;
  }
  auto found = orders_.find(id);
  if (found == orders_.end())
    if (auto first = begun(row))
      found = orders_.emplace(std::string{id}, std::move(*first)).first;
  const auto is_known = found != orders_.end();
  if (is_known && !read_changes(found->second, row)) {
    orders_.erase(found);
    return told;
  }
  if (text_at(row, "exec_type") == "trade") {
    told.fill = read_fill(row, is_known ? &found->second : nullptr);
    if (!told.fill)
      return told;
  }
  told.is_readable = true;
  if (!is_known)
    return told;
  told.order = found->second;
  if (is_over(found->second.state))
    ended(found->first);
  return told;
}

// The last trade ends an order, and yet one more report says that it is filled.
void kept_orders::ended(const std::string& id) {
  constexpr std::size_t most = 256;
  if (std::find(ended_.begin(), ended_.end(), id) != ended_.end())
    return;
  ended_.push_back(id);
  if (ended_.size() <= most)
    return;
  orders_.erase(ended_.front());
  ended_.pop_front();
}

} // namespace ballast::venues::kraken
