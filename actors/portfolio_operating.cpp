// What a person asks of the PORTFOLIO: no more entries, everything sold, and
// why it does not trade.
#include "actors/portfolio_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <vector>

namespace ballast {

namespace {

constexpr auto halt_deadline = std::chrono::seconds{5};

why_part is_not(std::string rule, std::string text) {
  return {false, std::move(rule), std::move(text), {}};
}

} // namespace

caf::result<caf::ok_atom> portfolio_state::halt(const halt_wish& x) {
  auto promise = self->make_response_promise<caf::ok_atom>();
  // A journal that is read afterwards would undo it.
  if (stored)
    carry_out(x, promise);
  else
    wishes.emplace_back(x, promise);
  return promise;
}

void portfolio_state::carry_out(
  const halt_wish& x, caf::typed_response_promise<caf::ok_atom> promise) {
  const auto change
    = x.halts ? risk->halts().halt(x.words) : risk->halts().resume(x.words);
  say(log_level::warning, x.halts
                            ? "entries are halted: " + change.text
                            : "entries are allowed again: " + change.text);
  ++changes;
  auto halted = entry_of(change);
  halted.at = options.wall->now();
  halted.account = options.account;
  auto entries = std::vector{std::move(halted)};
  if (x.halts && x.flattens)
    for (auto& [venue, seat] : seats)
      for (auto& entry : end_plans(seat))
        entries.push_back(std::move(entry));
  self->request(ledger, halt_deadline, append_entries{std::move(entries)})
    .then([promise](caf::ok_atom) mutable { promise.deliver(caf::ok_atom_v); },
          [promise](caf::error& e) mutable { promise.deliver(std::move(e)); });
  if (x.halts && (x.cancels || x.flattens))
    cancel_orders(change.text);
  if (x.halts && x.flattens)
    flatten();
}

void portfolio_state::cancel_orders(const std::string& why) {
  for (auto& [venue, seat] : seats) {
    if (!seat.desk)
      continue;
    auto live = std::vector<std::string>{};
    for (const auto& x : seat.desk->orders())
      if (!is_final(x.stage) && x.intent.purpose != order_purpose::guard)
        live.push_back(x.intent.client_id);
    for (const auto& id : live)
      take(seat, seat.desk->wish_cancelled(id, why, venue_now(seat)));
    pump(seat);
  }
}

std::vector<journal_entry> portfolio_state::end_plans(venue_seat& seat) {
  auto entries = std::vector<journal_entry>{};
  for (auto& [market, x] : seat.holdings) {
    x.plan.left = 0;
    x.ordered_away = "flattened";
    entries.push_back(plan_entry(seat, market));
  }
  return entries;
}

// A state to converge to, like every exit: what cannot be sold now is sold when
// it can be, also after a restart.
void portfolio_state::flatten() {
  for (const auto& venue : options.venues) {
    auto& seat = seats[venue];
    // What is held there is known once the venue has a broker.
    seat.is_to_be_sold = !seat.desk;
    auto held = std::vector<symbol>{};
    for (const auto& [market, x] : seat.holdings)
      held.push_back(market);
    for (const auto& market : held)
      converge(seat, market);
    pump(seat);
  }
}

std::optional<why_part>
portfolio_state::why_closed(const why_question& x) const {
  const auto found = seats.find(x.venue);
  if (!stored)
    return is_not("journal_not_read",
                  "the journal has not been read yet: nothing is ordered "
                  "before");
  if (is_broken)
    return is_not("journal_broken", "the journal could not be written: nothing "
                                    "new is ordered until this node starts "
                                    "again");
  if (found == seats.end())
    return is_not("no_broker", fmt::format("{} has no broker at {}",
                                           options.account, x.venue));
  const auto& seat = found->second;
  if (seat.status.phase != broker_phase::connected)
    return is_not("not_connected", seat.status.reason);
  if (risk->halts().halted())
    return is_not("halted", "entries are halted: " + risk->halts().why());
  if (!seat.desk || !seat.desk->is_open())
    return is_not("not_reconciled", "the orders at the venue are not yet "
                                    "compared with the journal");
  return std::nullopt;
}

why_part portfolio_state::why(const why_question& x) const {
  const auto found = seats.find(x.venue);
  const auto is_held
    = found != seats.end() && found->second.holdings.count(x.symbol) > 0;
  if (!is_held)
    if (auto closed = why_closed(x))
      return std::move(*closed);
  return why_decided(found->second, x.symbol);
}

why_part portfolio_state::why_decided(const venue_seat& seat,
                                      const symbol& market) const {
  const auto last = reasons.last({std::string{options.strategy->name()}, market,
                                  seat.status.venue + '/' + options.account});
  if (!last && !options.follows.empty())
    return is_not("follows", "it takes over the decisions of " + options.follows
                               + ", which has not entered this market");
  if (!last)
    return is_not("never_evaluated",
                  "the strategy has seen no candles of it: it is scanned for "
                  "another account, or not at all");
  why_part result;
  result.rule = to_string(last->why);
  result.text = to_sentence(last->why);
  result.is_well = kind_of(last->why) != decision_kind::stay_out;
  for (const auto& x : last->figures)
    result.figures.push_back({x.name, x.value});
  result.figures.push_back({"age_s", seconds(venue_now(seat) - last->at)});
  result.figures.push_back({"for_s", seconds(venue_now(seat) - last->since)});
  if (kind_of(last->why) != decision_kind::enter)
    return result;
  const auto row
    = std::find_if(signals.begin(), signals.end(), [&](const signal_row& y) {
        return y.venue == seat.status.venue && y.symbol == market.to_string();
      });
  if (row != signals.end() && row->came != "ordered") {
    result.is_well = false;
    result.rule = "entry_refused";
    result.text += "; it was not ordered: " + row->came;
  }
  return result;
}

} // namespace ballast
