#include "domain/final_gate.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace ballast {

namespace {

struct description {
  const char* name;
  const char* sentence;
};

constexpr auto descriptions = std::array<description, gate_reason_count>{{
  {"not_as_approved", "the order is not the one that was approved"},
  {"wrong_side", "an entry sells, or an exit buys"},
  {"unpriced", "nobody can say what the order is worth"},
  {"over_approval", "the order is worth more than was approved"},
  {"halted", "entries were halted since"},
  {"data_stale", "the price that the entry rests on has become too old"},
  {"sent_before", "the order was sent already"},
  {"too_many_orders", "as many orders have left in a minute as may"},
  {"too_much_notional", "entries of a minute are worth as much as may be"},
}};

const description& describe(gate_reason x) {
  return descriptions.at(static_cast<std::size_t>(x));
}

gate_refusal refused(gate_reason why, const addressed_order& x,
                     const std::string& detail) {
  return {why, x.market.to_string() + ": " + to_sentence(why)
                 + (detail.empty() ? "" : " (" + detail + ")")};
}

/// The first thing that is another one, or nothing.
std::optional<const char*> difference(const addressed_order& a,
                                      const addressed_order& b) {
  const auto rows = std::array<std::pair<bool, const char*>, 14>{{
    {a.venue == b.venue, "venue"},
    {a.account == b.account, "account"},
    {a.market == b.market, "market"},
    {a.purpose == b.purpose, "purpose"},
    {a.ticket.client_id == b.ticket.client_id, "client id"},
    {a.ticket.side == b.ticket.side, "side"},
    {a.ticket.type == b.ticket.type, "type"},
    {a.ticket.size == b.ticket.size, "size"},
    {a.ticket.cost == b.ticket.cost, "cost"},
    {a.ticket.price == b.ticket.price, "price"},
    {a.ticket.trigger == b.ticket.trigger, "trigger"},
    {a.ticket.lives == b.ticket.lives, "time in force"},
    {a.ticket.expires == b.ticket.expires, "expiry"},
    {a.ticket.post_only == b.ticket.post_only, "post-only"},
  }};
  for (const auto& [same, name] : rows)
    if (!same)
      return name;
  return std::nullopt;
}

} // namespace

const char* to_string(gate_reason x) noexcept { return describe(x).name; }

const char* to_sentence(gate_reason x) noexcept { return describe(x).sentence; }

decimal worth_of(const order_ticket& x, decimal price_reference) {
  if (!x.cost.is_zero())
    return x.cost;
  return value_of(x.size, x.price.is_zero() ? price_reference : x.price,
                  rounding::up);
}

std::optional<gate_refusal>
final_gate::pass(const addressed_order& leaving, const approved_order& approved,
                 const sending_conditions& conditions, time_point now) {
  forget(entries_, now);
  forget(exits_, now);
  forget(guards_, now);
  if (const auto what = difference(leaving, approved.order))
    return refused(gate_reason::not_as_approved, leaving,
                   std::string{"another "} + *what);
  const auto is_entry = leaving.purpose == order_purpose::entry;
  if (is_entry != (leaving.ticket.side == side::buy))
    return refused(gate_reason::wrong_side, leaving, {});
  const auto worth = worth_of(leaving.ticket, approved.price_reference);
  if (is_entry)
    if (auto no = refuse_entry(approved, conditions, worth))
      return no;
  if (auto no = refuse_many(leaving, worth))
    return no;
  count(leaving, worth, now);
  return std::nullopt;
}

void final_gate::count(const addressed_order& sent, decimal worth,
                       time_point at) {
  window_of(sent.purpose).push_back({sent.ticket.client_id, worth, at});
}

std::optional<gate_refusal>
final_gate::refuse_entry(const approved_order& approved,
                         const sending_conditions& conditions,
                         decimal worth) const {
  const auto& x = approved.order;
  if (worth <= decimal{})
    return refused(gate_reason::unpriced, x, {});
  if (worth > approved.value)
    return refused(gate_reason::over_approval, x,
                   worth.to_string() + " of " + approved.value.to_string());
  if (conditions.entries_halted)
    return refused(gate_reason::halted, x, {});
  if (conditions.data_age > rules_.max_data_age)
    return refused(gate_reason::data_stale, x, {});
  return std::nullopt;
}

std::optional<gate_refusal>
final_gate::refuse_many(const addressed_order& leaving, decimal worth) {
  for (const auto* all : {&entries_, &exits_, &guards_})
    for (const auto& x : *all)
      if (x.client_id == leaving.ticket.client_id)
        return refused(gate_reason::sent_before, leaving, x.client_id);
  const auto is_entry = leaving.purpose == order_purpose::entry;
  const auto& same = window_of(leaving.purpose);
  if (same.size() >= rules_.max_orders_per_minute)
    return refused(gate_reason::too_many_orders, leaving,
                   "max " + std::to_string(rules_.max_orders_per_minute));
  if (!is_entry)
    return std::nullopt;
  auto total = worth;
  for (const auto& x : entries_)
    total += x.worth;
  if (total > rules_.max_notional_per_minute)
    return refused(gate_reason::too_much_notional, leaving,
                   total.to_string() + " with it, max "
                     + rules_.max_notional_per_minute.to_string());
  return std::nullopt;
}

void final_gate::forget(window& x, time_point now) {
  while (!x.empty() && now - x.front().at >= std::chrono::minutes{1})
    x.pop_front();
}

} // namespace ballast
