#include "venues/kraken/order_codec.hpp"

#include "venues/kraken/order_forms.hpp"
#include "venues/kraken/reading.hpp"
#include "venues/left_out.hpp"
#include "venues/text_number.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::element;
using simdjson::dom::object;

struct named_order_state {
  std::string_view name;
  order_state state;
};

constexpr auto states = std::array{
  named_order_state{"pending", order_state::pending},
  named_order_state{"open", order_state::open},
  named_order_state{"closed", order_state::filled},
  named_order_state{"canceled", order_state::cancelled},
  named_order_state{"expired", order_state::expired},
};

std::optional<order_state> state_at(const object& from) {
  const auto name = text_at(from, "status");
  const auto found
    = std::find_if(states.begin(), states.end(),
                   [&](const named_order_state& x) { return x.name == name; });
  return found == states.end() ? std::nullopt : std::optional{found->state};
}

/// Whether a word stands in a list with commas.
bool has_flag(std::string_view list, std::string_view flag) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (list.substr(0, end) == flag)
      return true;
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return false;
}

/// The limit of an order that has one; zero of others, and where it follows the
/// market ("+1.0%").
decimal limit_of(const object& description, std::string_view type) {
  const auto is_plain = type == "limit" || type == "iceberg";
  if (!is_plain && !type.ends_with("-limit"))
    return {};
  return parse_positive(text_at(description, is_plain ? "price" : "price2"))
    .value_or(decimal{});
}

time_in_force lives_of(const object& order) {
  const auto said = text_at(order, "timeinforce");
  if (said == "IOC")
    return time_in_force::immediate_or_cancel;
  if (said == "FOK")
    return time_in_force::fill_or_kill;
  return said == "GTD" || moment_of(text_at(order, "expiretm"))
           ? time_in_force::good_till_time
           : time_in_force::good_till_cancelled;
}

order_type type_of(std::string_view name) {
  if (name == "limit")
    return order_type::limit;
  if (name == "stop-loss-limit")
    return order_type::stop_limit;
  return name == "market" ? order_type::market : order_type::other;
}

/// Reads what was asked for; false where it cannot be read.
bool read_wishes(order_report& to, const object& order,
                 const object& description) {
  const auto way = side_of(text_at(description, "type"));
  const auto size = parse_positive(text_at(order, "vol"));
  const auto type = text_at(description, "ordertype");
  if (!way || !size || type.empty())
    return false;
  const auto flags = text_at(order, "oflags");
  to.side = *way;
  to.type = type_of(type);
  to.lives = lives_of(order);
  to.post_only = has_flag(flags, "post");
  (has_flag(flags, "viqc") ? to.cost : to.size) = *size;
  to.price = limit_of(description, type);
  if (has_flag(flags, "fcib"))
    to.fee_currency = to.symbol.base;
  else if (has_flag(flags, "fciq"))
    to.fee_currency = to.symbol.quote;
  return true;
}

/// Reads what became of it; false where it cannot be read.
bool read_fills(order_report& to, const object& order) {
  const auto state = state_at(order);
  const auto filled = parse_bound(text_at(order, "vol_exec"));
  const auto cost = parse_bound(text_at(order, "cost"));
  const auto fee = decimal::parse(text_at(order, "fee"));
  const auto average = parse_bound(text_at(order, "price"));
  if (!state || !filled || !cost || !fee || !average)
    return false;
  to.state = *state;
  to.filled = *filled;
  to.filled_cost = *cost;
  to.fee = *fee;
  // Some answers repeat the limit here as long as nothing is filled.
  to.average_price = filled->is_zero() ? decimal{} : *average;
  return true;
}

/// An order, or whose market it is that we do not know.
struct found_order {
  std::optional<order_report> order;
  bool is_strange = false;
  std::optional<unix_time> ended;
};

found_order read_order(std::string_view id, element x,
                       const pair_names& names) {
  object order;
  object description;
  if (id.empty() || x.get_object().get(order) != simdjson::SUCCESS
      || order.at_key("descr").get_object().get(description)
           != simdjson::SUCCESS)
    return {};
  const auto pair = text_at(description, "pair");
  const auto* which = names.find(pair);
  const auto ended = moment_of(text_at(order, "closetm"));
  if (which == nullptr)
    return {std::nullopt, !pair.empty(), ended};
  order_report told;
  told.venue_id = id;
  told.client_id = text_at(order, "cl_ord_id");
  told.symbol = *which;
  told.reason = printable(text_at(order, "reason"));
  told.created = moment_of(text_at(order, "opentm"));
  told.updated = ended;
  if (!read_wishes(told, order, description) || !read_fills(told, order))
    return {};
  return {std::move(told), false, ended};
}

struct orders_read {
  std::vector<order_report> orders;
  std::size_t rows = 0;
  std::string earliest; ///< Id of the first to end, of whatever market.
  std::string remark;
};

content<orders_read> read_orders(const object& rows, const pair_names& names) {
  orders_read all;
  left_out strangers;
  std::optional<unix_time> earliest;
  for (const auto x : rows) {
    ++all.rows;
    auto found = read_order(x.key, x.value, names);
    if (found.ended && (!earliest || *found.ended < *earliest)) {
      earliest = found.ended;
      all.earliest = x.key;
    }
    if (found.order)
      all.orders.push_back(std::move(*found.order));
    else if (found.is_strange)
      strangers.add(x.key);
    else
      return unfit{"an order that cannot be read: "
                   + std::string{x.key.substr(0, 32)}};
  }
  all.remark
    = strangers.beside(all.orders.size(), "orders", "of no known market:");
  return {std::move(all), {}, false};
}

content<orders_read> read_list(element result, std::string_view name,
                               const pair_names& names) {
  object members;
  object rows;
  if (result.get_object().get(members) != simdjson::SUCCESS
      || members.at_key(name).get_object().get(rows) != simdjson::SUCCESS)
    return unfit{"expected orders by their id"};
  return read_orders(rows, names);
}

content<order_page> read_open(element result, const pair_names& names) {
  auto read = read_list(result, "open", names);
  if (!read.value)
    return unfit{std::move(read.text)};
  auto& all = read.value->orders;
  std::sort(all.begin(), all.end(), [](const auto& a, const auto& b) {
    return a.venue_id < b.venue_id;
  });
  return {order_page{std::move(all), {}}, std::move(read.value->remark), false};
}

/// The latest to end first; of those without a time nothing is known.
void put_latest_first(std::vector<order_report>& x) {
  std::stable_sort(x.begin(), x.end(), [](const auto& a, const auto& b) {
    return a.updated > b.updated;
  });
}

content<order_page> read_closed(element result, const pair_names& names) {
  auto read = read_list(result, "closed", names);
  if (!read.value)
    return unfit{std::move(read.text)};
  auto& all = read.value->orders;
  put_latest_first(all);
  order_page page;
  if (read.value->rows >= rows_per_page)
    page.next = std::move(read.value->earliest);
  page.orders = std::move(all);
  return {std::move(page), std::move(read.value->remark), false};
}

/// The orders of whatever answer: under a name of theirs, or the whole.
std::optional<object> rows_in(element result) {
  object members;
  if (result.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  for (const auto* name : {"open", "closed"})
    if (object rows;
        members.at_key(name).get_object().get(rows) == simdjson::SUCCESS)
      return rows;
  return members;
}

content<order_lookup> read_lookup(element result, const pair_names& names) {
  const auto rows = rows_in(result);
  if (!rows)
    return unfit{"expected orders by their id"};
  auto read = read_orders(*rows, names);
  if (!read.value)
    return unfit{std::move(read.text)};
  auto& all = read.value->orders;
  if (all.size() != read.value->rows)
    return unfit{"an order of no known market"};
  std::set<std::string_view> ids;
  for (const auto& x : all)
    ids.insert(x.client_id);
  if (all.size() > 1 && (ids.size() != 1 || ids.contains("")))
    return unfit{"more orders than the one that was asked for"};
  if (all.empty())
    return {order_lookup{}, "no such order", false};
  const auto latest = std::max_element(
    all.begin(), all.end(),
    [](const auto& a, const auto& b) { return a.created < b.created; });
  return {order_lookup{std::move(*latest)}, {}, false};
}

} // namespace

std::optional<side> side_of(std::string_view word) noexcept {
  if (word == "buy" || word == "b")
    return side::buy;
  return word == "sell" || word == "s" ? std::optional{side::sell}
                                       : std::nullopt;
}

std::optional<unix_time> moment_of(std::string_view seconds) {
  constexpr int128 units_per_millisecond = 1'000'000'000'000'000;
  const auto count = parse_positive(seconds);
  if (!count || decimal::whole(unix_seconds_max) < *count)
    return std::nullopt;
  return unix_time{std::chrono::milliseconds{
    static_cast<std::int64_t>(count->units() / units_per_millisecond)}};
}

answer<order_lookup> decode_lookup(const net::reply& x,
                                   const pair_names& names) {
  auto read = read_exactly<order_lookup>(
    x, [&](element result) { return read_lookup(result, names); });
  const auto said = read.value ? std::string{} : error_in(x.body);
  if (x.status != 200 || !said.starts_with("EOrder:Unknown order"))
    return read;
  return {outcome_kind::ok, printable(said), read.limits, order_lookup{}};
}

answer<order_page> decode_open_orders(const net::reply& x,
                                      const pair_names& names) {
  return read_exactly<order_page>(
    x, [&](element result) { return read_open(result, names); });
}

answer<order_page> decode_closed_orders(const net::reply& x,
                                        const pair_names& names) {
  return read_exactly<order_page>(
    x, [&](element result) { return read_closed(result, names); });
}

} // namespace ballast::venues::kraken
