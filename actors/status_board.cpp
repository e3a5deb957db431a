#include "actors/status_board.hpp"

#include "domain/clock_offset.hpp"
#include "domain/money.hpp"

#include <fmt/format.h>

#include <cmath>

namespace ballast {

namespace {

constexpr int degraded_below = 70; // Band of limits-and-health.md, section 3.

venue_state state_of_connected(const venue_row& row) {
  const auto& breaker = row.health.breaker;
  if (breaker.state == breaker_state::open
      && breaker.rule == breaker_rule::held_open)
    return {"open", "circuit breaker held open by a person: exits alone are "
                    "sent, until it is reset or the node restarts"};
  if (breaker.state == breaker_state::open)
    return {"open", fmt::format("circuit breaker open, next try in {:.0f}s",
                                seconds(breaker.retry_in))};
  if (breaker.state == breaker_state::half_open)
    return {"open", "circuit breaker half open, probing"};
  if (!row.halted.empty())
    return {"halted", "no new entries: " + row.halted};
  if (row.broker.mode != market_state::tradable)
    return {"degraded", to_sentence(row.broker.mode)};
  if (is_clock_off(row.broker.clock_offset))
    return {"degraded", clock_objection(row.broker.clock_offset)};
  if (const auto score = row.health.score.get();
      score && *score < degraded_below)
    return {"degraded", row.health.text};
  return {"connected", ""};
}

} // namespace

std::string clock_objection(duration offset) {
  return fmt::format("our clock is {:.1f}s {} the venue's: set it (timedatectl "
                     "set-ntp true)",
                     std::abs(seconds(offset)),
                     offset > duration::zero() ? "behind" : "ahead of");
}

venue_state state_of(const venue_row& row) {
  switch (row.broker.phase) {
  case broker_phase::skipped:
    return {"skipped", row.broker.reason};
  case broker_phase::failed:
    return {"failed", row.broker.reason};
  case broker_phase::connecting:
    // A breaker that is open explains more than "connecting" does.
    if (row.health.breaker.state != breaker_state::closed) {
      auto result = state_of_connected(row);
      result.reason += "; " + row.broker.reason;
      return result;
    }
    return {"connecting", row.broker.reason};
  case broker_phase::connected:
    return state_of_connected(row);
  }
  return {"failed", "unknown phase"};
}

std::string why_not_ready(const venue_row& row) {
  const auto state = state_of(row);
  if (state.state != "connected" && state.state != "degraded")
    return state.state + ": " + state.reason;
  if (!is_scannable(row.broker.mode))
    return to_sentence(row.broker.mode);
  if (is_clock_off(row.broker.clock_offset))
    return clock_objection(row.broker.clock_offset);
  if (!row.broker.can_trade)
    return "the key may not trade";
  // The contract's minimum, in any dollar that the account holds.
  const auto minimum = decimal::whole(1);
  for (const auto& x : row.broker.balances)
    if (is_dollar(x.currency) && x.available >= minimum)
      return {};
  return "less than $1.00 available";
}

} // namespace ballast
