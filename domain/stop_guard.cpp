#include "domain/stop_guard.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

namespace ballast {

namespace {

struct description {
  const char* name;
  const char* sentence;
};

constexpr auto descriptions = std::array<description, guard_state_count>{{
  {"asleep", "its stop sleeps at the venue"},
  {"due", "its stop is about to be placed at the venue"},
  {"settling", "its stop at the venue is being placed or cancelled"},
  {"finishing", "its stop at the venue is hit"},
  {"exit_first", "an exit is due or out"},
  {"entry_first", "an entry is out"},
  {"no_stop", "its plan has no stop"},
  {"unwanted", "its rules want none (stops_at_venue)"},
  {"not_offered", "the venue takes no stops that sleep"},
  {"too_small", "it is below the venue's minima"},
  {"at_the_stop", "its price is at the stop, or nobody knows it"},
  {"paused", "its stop at the venue has failed, and is tried again later"},
  {"unreachable", "the venue cannot be asked for orders now"},
  {"size_changed", "what is held has changed"},
  {"stop_rose", "the plan's stop has risen"},
  {"unfinished", "the stop was hit and not filled in time"},
}};

const description& describe(guard_state x) {
  return descriptions.at(static_cast<std::size_t>(x));
}

guard_step wait(guard_state why) { return {guard_action::none, why, {}}; }

guard_step cancel(guard_state why) { return {guard_action::cancel, why, {}}; }

/// @param step zero: the venue has none.
decimal down(decimal x, decimal step) {
  return step > decimal{} ? round_to(x, step, rounding::down) : x;
}

decimal part_of(decimal x, decimal part) {
  return value_of(x, part, rounding::down);
}

decimal left_of(const guard_order& x) { return x.ticket.size - x.filled; }

/// What a guard would be now, or why there is none (G4).
std::pair<std::optional<order_ticket>, guard_state>
wished(const guard_rules& rules, const guard_view& x) {
  const auto& facts = x.market;
  if (!x.is_wanted)
    return {std::nullopt, guard_state::unwanted};
  if (!x.takes_stops)
    return {std::nullopt, guard_state::not_offered};
  const auto stop = money_of(x.stop);
  if (!stop || *stop <= decimal{})
    return {std::nullopt, guard_state::no_stop};
  order_ticket ticket;
  ticket.side = side::sell;
  ticket.type = order_type::stop_limit;
  ticket.trigger = down(*stop, facts.price_increment);
  ticket.price = down(part_of(ticket.trigger, decimal::whole(1) - rules.slack),
                      facts.price_increment);
  ticket.size = down(std::max(x.held, decimal{}), facts.size_increment);
  if (facts.size_max > decimal{})
    ticket.size
      = std::min(ticket.size, down(facts.size_max, facts.size_increment));
  if (ticket.size <= decimal{} || ticket.price <= decimal{}
      || ticket.size < facts.size_min
      || part_of(ticket.size, ticket.price) < facts.notional_min)
    return {std::nullopt, guard_state::too_small};
  // It would be triggered where it is placed, and venues refuse that.
  if (!std::isfinite(x.price) || x.price <= ticket.trigger.to_double())
    return {std::nullopt, guard_state::at_the_stop};
  return {ticket, guard_state::due};
}

/// G5: looks once at how the newest ended, and at one that has slept well.
void look_back(const guard_rules& rules, guard_memory& memory,
               const guard_view& x) {
  if (!memory.is_open || !x.guard)
    return;
  const auto& guard = *x.guard;
  if (!is_final(guard.stage)) {
    if (guard.stage == life_stage::working
        && x.now - memory.placed >= rules.replace_every)
      memory.failures = 0;
    return;
  }
  memory.is_open = false;
  memory.hit.reset();
  const auto did_its_part
    = guard.stage == life_stage::over
      && (guard.is_cancelled || left_of(guard) <= decimal{});
  if (did_its_part) {
    memory.failures = 0;
    return;
  }
  const auto doublings = std::min(memory.failures++, 16U);
  memory.not_before
    = x.now + std::min(rules.retry_first * (1U << doublings), rules.retry_most);
}

/// G3: whether another one is to take its place, and why.
std::optional<guard_state> outdated(const guard_rules& rules,
                                    const guard_memory& memory,
                                    const guard_view& x) {
  const auto& guard = *x.guard;
  const auto [next, why] = wished(rules, x);
  if (why == guard_state::unwanted || why == guard_state::no_stop)
    return why;
  if (!next || guard.stage != life_stage::working
      || x.now - memory.placed < rules.replace_every)
    return std::nullopt;
  const auto& trigger = guard.ticket.trigger;
  if (next->trigger >= trigger && next->size > left_of(guard))
    return guard_state::size_changed;
  if (next->trigger > trigger
      && next->trigger >= trigger + part_of(trigger, rules.raise_min))
    return guard_state::stop_rose;
  return std::nullopt;
}

/// Of one that is out.
guard_step keep(const guard_rules& rules, guard_memory& memory,
                const guard_view& x) {
  const auto& guard = *x.guard;
  if (is_final(guard.stage) || guard.is_cancelled)
    return wait(guard_state::settling);
  if (left_of(guard) > x.held && guard.fills_complete)
    return cancel(guard_state::size_changed);
  const auto is_at_trigger = std::isfinite(x.price) && x.price > 0
                             && x.price <= guard.ticket.trigger.to_double();
  const auto is_hit
    = guard.filled > decimal{} || (x.is_exit_due && is_at_trigger);
  if (is_hit && !memory.hit)
    memory.hit = x.now;
  if (is_hit && x.now - *memory.hit < rules.finish_within)
    return wait(guard_state::finishing);
  if (x.is_exit_due)
    return cancel(guard_state::exit_first);
  if (is_hit)
    return cancel(guard_state::unfinished);
  if (const auto why = outdated(rules, memory, x))
    return cancel(*why);
  return wait(guard.stage == life_stage::working ? guard_state::asleep
                                                 : guard_state::settling);
}

} // namespace

const char* to_string(guard_state x) noexcept { return describe(x).name; }

const char* to_sentence(guard_state x) noexcept { return describe(x).sentence; }

bool is_out(const std::optional<guard_order>& x) noexcept {
  return x && !(is_final(x->stage) && x->fills_complete);
}

guard_step next_step(const guard_rules& rules, guard_memory& memory,
                     const guard_view& x) {
  look_back(rules, memory, x);
  if (is_out(x.guard))
    return keep(rules, memory, x);
  const auto [ticket, why] = wished(rules, x);
  if (x.is_exit_due || x.has_live_exit)
    return wait(guard_state::exit_first);
  if (!ticket)
    return wait(why);
  if (x.has_live_entry)
    return wait(guard_state::entry_first);
  if (!x.can_order)
    return wait(guard_state::unreachable);
  if (x.now < memory.not_before)
    return wait(guard_state::paused);
  return {guard_action::place, guard_state::due, *ticket};
}

} // namespace ballast
