#include "domain/exit_plan.hpp"

#include "domain/decision.hpp"
#include "domain/money.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast {

namespace {

/// What rounding may leave of a position that was sold in parts.
constexpr double dust = 1e-9;

void sell(exit_step& to, double part, double level, decision_reason why) {
  const auto sold = to.plan.left - part < dust ? to.plan.left : part;
  to.plan.left -= sold;
  to.legs.push_back({sold, level, why});
}

void sell_rest(exit_step& to, double level, decision_reason why) {
  sell(to, to.plan.left, level, why);
}

void take_targets(exit_step& to, const exit_rules& rules, double high) {
  auto& plan = to.plan;
  while (plan.left > 0 && plan.reached < rules.targets.size()) {
    const auto level = target_price(plan, rules, plan.reached);
    if (high < level)
      return;
    sell(to, rules.targets[plan.reached].part, level,
         decision_reason::target_reached);
    ++plan.reached;
  }
}

void raise_stop(exit_plan& x, const exit_rules& rules) {
  if (x.reached > 0 && rules.break_even && x.stop < x.price) {
    x.stop = x.price;
    x.state = stop_state::break_even;
  }
  if (!rules.trail || x.reached < rules.trail_from)
    return;
  const auto behind = x.highest - *rules.trail * x.risk();
  if (behind > x.stop) {
    x.stop = behind;
    x.state = stop_state::trailing;
  }
}

} // namespace

const char* to_string(stop_state x) noexcept {
  switch (x) {
  case stop_state::initial:
    return "initial";
  case stop_state::break_even:
    return "break_even";
  case stop_state::trailing:
    break;
  }
  return "trailing";
}

decision_reason reason_of(stop_state x) noexcept {
  switch (x) {
  case stop_state::initial:
    return decision_reason::stop_hit;
  case stop_state::break_even:
    return decision_reason::break_even_stop_hit;
  case stop_state::trailing:
    break;
  }
  return decision_reason::trailing_stop_hit;
}

exit_plan begin_plan(double price, double stop, unix_time entered,
                     const exit_rules& rules) {
  assert(price > 0 && stop >= 0 && stop < price);
  exit_plan result;
  result.price = result.highest = price;
  result.stop_first = rules.stop ? price * (1 - *rules.stop) : stop;
  result.stop = result.stop_first;
  result.entered = entered;
  return result;
}

double target_price(const exit_plan& x, const exit_rules& rules,
                    std::size_t which) {
  const auto& target = rules.targets.at(which);
  const auto unit = target.unit == target_unit::risk ? x.risk() : x.price;
  return x.price + target.gain * unit;
}

price_range range_of(const candle& x) noexcept {
  return {x.low, x.high, x.close};
}

price_range range_since(const candle& before, const candle& x) noexcept {
  if (before.start != x.start)
    return range_of(x);
  // A lowest price that has not changed may be as old as the candle.
  return {x.low < before.low ? x.low : x.close,
          x.high > before.high ? x.high : x.close, x.close};
}

price_range joined(const price_range& a, const price_range& b) noexcept {
  return {std::min(a.low, b.low), std::max(a.high, b.high), b.last};
}

bool is_usable(const price_range& x) noexcept {
  return x.low > 0 && std::isfinite(x.high) && x.low <= x.last
         && x.last <= x.high;
}

decimal surplus_of(const exit_plan& x, decimal size, decimal entered) {
  if (x.left >= 1 || entered <= decimal{})
    return {};
  const auto keeps
    = value_of(entered, money_of(x.left).value_or(decimal{}), rounding::up);
  return std::max(size - keeps, decimal{});
}

exit_step advance(const exit_plan& x, const exit_rules& rules,
                  const price_range& seen, unix_time now) {
  assert(is_usable(seen) && x.left > 0);
  exit_step result{x, {}};
  auto& plan = result.plan;
  if (seen.low <= plan.stop) {
    sell_rest(result, plan.stop, reason_of(plan.state));
    return result;
  }
  plan.highest = std::max(plan.highest, seen.high);
  take_targets(result, rules, seen.high);
  if (plan.left <= 0)
    return result;
  raise_stop(plan, rules);
  if (seen.last <= plan.stop)
    sell_rest(result, plan.stop, reason_of(plan.state));
  else if (rules.held_max && now - plan.entered >= *rules.held_max)
    sell_rest(result, seen.last, decision_reason::holding_time_over);
  return result;
}

} // namespace ballast
