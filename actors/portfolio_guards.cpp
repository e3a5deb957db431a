// The PORTFOLIO's guards: the stop of each position asleep at its venue, so
// that it is sold also where no node is left to sell it
// (domain/stop_guard.hpp).
//
// They stay where they are when this node drains or dies: the next life finds
// them in its journal, and the venue tells what became of them.
#include "actors/portfolio_state.hpp"

#include <utility>

namespace ballast {

bool portfolio_state::keep_guard(venue_seat& seat, const symbol& market,
                                 bool is_exit_due) {
  auto& held = seat.holdings.at(market);
  auto& watch = held.guard;
  const auto view = look_at_guard(seat, market, held, is_exit_due);
  const auto failures = watch.memory.failures;
  const auto step = next_step({}, watch.memory, view);
  if (std::exchange(watch.state, step.state) != step.state)
    ++changes;
  if (failures == 0 && watch.memory.failures > 0)
    say(log_level::warning,
        seat.status.venue + ": " + market.to_string()
          + ": its stop does not sleep at the venue; it is tried again, and "
            "kept here meanwhile");
  if (step.action == guard_action::cancel) {
    take(seat, seat.desk->wish_cancelled(watch.client_id,
                                         to_sentence(step.state), view.now));
    pump(seat);
    return false;
  }
  if (step.action == guard_action::none)
    return !is_out(view.guard);
  const auto intended = intend(seat, market, step.ticket, order_purpose::guard,
                               to_string(ballast::reason_of(held.plan.state)),
                               decimal{}, std::nullopt);
  if (intended) {
    watch.client_id = *intended;
    watch.memory.intended(view.now);
  }
  return false;
}

guard_view portfolio_state::look_at_guard(const venue_seat& seat,
                                          const symbol& market,
                                          const holding& held,
                                          bool is_exit_due) const {
  guard_view x;
  x.held = seat.book.of(market).size;
  x.stop = held.plan.stop;
  if (const auto sight = seat.sights.find(market); sight != seat.sights.end()) {
    x.market = sight->second.market;
    if (is_usable(sight->second.seen))
      x.price = sight->second.seen.last;
  }
  x.is_exit_due = is_exit_due;
  x.has_live_exit = has_live_exit(seat, market, held);
  x.has_live_entry = has_live_order(seat, market, order_purpose::entry);
  x.can_order = seat.status.phase == broker_phase::connected
                && seat.desk->is_open() && !seat.desk->is_halted(market)
                && !is_broken;
  x.takes_stops = seat.status.takes_stops;
  x.is_wanted = options.risk.stops_at_venue;
  if (const auto* life = seat.desk->find(held.guard.client_id))
    x.guard = guard_order{life->ticket(), life->stage(), life->filled_size(),
                          life->fills_complete(), life->is_cancel_wished()};
  x.now = venue_now(seat);
  return x;
}

void portfolio_state::drop_lone_guards(venue_seat& seat) {
  for (const auto& id : seat.desk->live_of(order_purpose::guard)) {
    const auto* life = seat.desk->find(id);
    const auto held = seat.holdings.find(life->market());
    const auto is_of_it
      = held != seat.holdings.end() && held->second.guard.client_id == id;
    if (!is_of_it && !life->is_cancel_wished())
      take(seat, seat.desk->wish_cancelled(id, "nothing of it is held",
                                           venue_now(seat)));
  }
}

void portfolio_state::end_by_guard(venue_seat& seat, const symbol& market,
                                   bool is_news) {
  auto& held = seat.holdings.at(market);
  if (held.plan.left == 0)
    return;
  held.plan.left = 0;
  held.why = ballast::reason_of(held.plan.state);
  if (!is_news)
    return;
  decision hit;
  hit.why = held.why;
  note_signal(seat, market, hit, "sold by its stop at the venue");
}

} // namespace ballast
