#include "actors/portfolio_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

// As long as the LEDGER may take to read a journal.
constexpr auto load_deadline = std::chrono::seconds{60};
constexpr auto load_retry = std::chrono::seconds{1};
constexpr auto halt_deadline = std::chrono::seconds{5};

std::chrono::milliseconds in_milliseconds(duration x) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(x);
}

} // namespace

unix_time portfolio_state::venue_now(const venue_seat& x) const {
  return options.wall->now() + in_milliseconds(x.status.clock_offset);
}

void portfolio_state::say(log_level level, const std::string& text) const {
  options.log(level, "portfolio/" + options.account, text);
}

void portfolio_state::begin(portfolio_options opts) {
  options = std::move(opts);
  risk.emplace(options.risk);
  gate.emplace(options.risk);
  common.call_it("portfolio " + options.account);
  common.beat();
}

void portfolio_state::wire(const wiring& x) {
  common.wire(x);
  auto next = caf::actor_cast<ledger_actor>(x.ledger);
  const auto is_other = next != ledger;
  ledger = std::move(next);
  auto next_scheduler = caf::actor_cast<scheduler_actor>(x.scheduler);
  if (next_scheduler != scheduler)
    for (auto& [venue, seat] : seats)
      seat.told_held.clear();
  scheduler = std::move(next_scheduler);
  // Whoever had our duties may be another one now, or none: the next word of a
  // broker says who it is.
  for (auto& [venue, seat] : seats)
    if (std::none_of(x.brokers.begin(), x.brokers.end(), [&](const auto& y) {
          return caf::actor_cast<broker_actor>(y) == seat.broker;
        }))
      seat.broker = nullptr;
  if (is_other && !stored)
    load();
}

// -- the journal -------------------------------------------------------------

void portfolio_state::load() {
  if (is_loading || !ledger)
    return;
  is_loading = true;
  self->request(ledger, load_deadline, load_entries{options.account})
    .then(
      [this](stored_entries& x) {
        is_loading = false;
        restore(std::move(x));
      },
      [this](const caf::error& e) {
        is_loading = false;
        say(log_level::error,
            "the journal cannot be read: " + self->system().render(e)
              + "; nothing is ordered until it can");
        self->delayed_send(self, load_retry, retry_atom_v);
      });
}

void portfolio_state::restore(stored_entries&& x) {
  if (stored)
    return;
  for (const auto& entry : x.entries)
    if (entry.venue.empty())
      risk->halts().take(entry);
  stored = std::move(x);
  if (const auto why = risk->halts().why(); !why.empty())
    say(log_level::warning, "entries are halted: " + why);
  for (auto& [venue, seat] : seats)
    open_desk(seat);
}

void portfolio_state::open_desk(venue_seat& seat) {
  const auto& status = seat.status;
  if (!stored || seat.desk || status.placement_life == duration::zero())
    return;
  order_desk::options how;
  how.venue = status.venue;
  how.account = options.account;
  how.identity = stored->identity;
  how.absences = status.absences_needed;
  seat.desk = std::make_unique<order_desk>(std::move(how));
  for (const auto& entry : stored->entries) {
    if (const auto counted = seat.desk->restore(entry))
      take_fill(seat, *counted, false);
    if (entry.kind != journal_kind::plan || entry.venue != status.venue)
      continue;
    const auto held = seat.holdings.find(entry.symbol);
    const auto plan = plan_of(entry.text);
    if (held != seat.holdings.end() && plan)
      held->second.plan = *plan;
  }
  seat.desk->restored(venue_now(seat));
  if (seat.desk->live() > 0 || !seat.holdings.empty())
    say(log_level::info,
        fmt::format("{}: {} orders and {} positions in the journal; asking the "
                    "venue what became of them",
                    status.venue, seat.desk->live(), seat.holdings.size()));
  pump(seat);
}

// -- seats -------------------------------------------------------------------

void portfolio_state::told(const broker_status& x,
                           const caf::strong_actor_ptr& from) {
  auto& seat = seats[x.venue];
  const auto broker = caf::actor_cast<broker_actor>(from);
  const auto is_other = seat.broker != broker;
  seat.broker = broker;
  const auto before = std::exchange(seat.status, x);
  if (before.balances_of.value != x.balances_of.value)
    // What the venue had booked when it was asked is in its answer; a second
    // for what was on its way.
    std::erase_if(seat.unseen, [&](const fill& y) {
      return y.at + std::chrono::seconds{1} < x.balances_of.value;
    });
  if (is_other && seat.desk)
    take(seat, seat.desk->forsaken(venue_now(seat)));
  if (is_other)
    std::erase_if(errands,
                  [&](const auto& y) { return y.second.venue == x.venue; });
  open_desk(seat);
  auto unknown = market_question{};
  for (const auto& [market, held] : seat.holdings)
    if (seat.sights.count(market) == 0
        && seat.asked_facts.insert(market).second)
      unknown.markets.push_back(market);
  if (!unknown.markets.empty() && x.phase == broker_phase::connected)
    self->send(seat.broker, std::move(unknown));
}

void portfolio_state::tick() {
  for (auto& [venue, seat] : seats) {
    if (!seat.desk)
      continue;
    take(seat, seat.desk->tick(venue_now(seat)));
    auto held = std::vector<symbol>{};
    for (const auto& [market, x] : seat.holdings)
      held.push_back(market);
    for (const auto& market : held)
      converge(seat, market);
    pump(seat);
    tell_held(seat);
  }
  watch_equity();
  enforce_cap();
  show();
  common.beat();
}

void portfolio_state::drain() { is_draining = true; }

void portfolio_state::close() {
  show();
  ledger = nullptr;
  scheduler = nullptr;
  seats.clear();
  common.unwire();
  self->quit();
}

void portfolio_state::tell_held(venue_seat& seat) {
  auto held = std::vector<symbol>{};
  for (const auto& [market, x] : seat.holdings)
    held.push_back(market);
  if (!scheduler || held == seat.told_held)
    return;
  seat.told_held = held;
  self->send(scheduler,
             held_markets{seat.status.venue, options.account, std::move(held)});
}

// -- halts -------------------------------------------------------------------

caf::result<caf::ok_atom> portfolio_state::halt(const halt_wish& x) {
  const auto change
    = x.halts ? risk->halts().halt(x.words) : risk->halts().resume(x.words);
  say(log_level::warning, x.halts
                            ? "entries are halted: " + change.text
                            : "entries are allowed again: " + change.text);
  ++changes;
  auto entry = entry_of(change);
  entry.at = options.wall->now();
  entry.account = options.account;
  auto promise = self->make_response_promise<caf::ok_atom>();
  self->request(ledger, halt_deadline, append_entries{{std::move(entry)}})
    .then([promise](caf::ok_atom) mutable { promise.deliver(caf::ok_atom_v); },
          [promise](caf::error& e) mutable { promise.deliver(std::move(e)); });
  return promise;
}

void portfolio_state::note_halts(const std::vector<halt_change>& all) {
  auto entries = std::vector<journal_entry>{};
  for (const auto& x : all) {
    say(log_level::warning, (x.halts ? "ALERT: entries are halted: "
                                     : "entries are allowed again: ")
                              + x.text);
    auto entry = entry_of(x);
    entry.at = options.wall->now();
    entry.account = options.account;
    entries.push_back(std::move(entry));
  }
  write(std::move(entries));
}

void portfolio_state::watch_equity() {
  for (const auto& [venue, seat] : seats)
    for (const auto& [market, held] : seat.holdings) {
      const auto sight = seat.sights.find(market);
      if (sight == seat.sights.end() || !is_usable(sight->second.seen))
        return; // What is not known is no loss.
    }
  const auto worth = equity();
  if (worth > decimal{} && stored)
    note_halts(risk->halts().observe(worth, options.wall->now()));
}

void portfolio_state::enforce_cap() {
  if (seats.empty())
    return;
  const auto over = risk->enforce_cap(view(seats.begin()->second, symbol{}));
  if (!over)
    return;
  for (const auto& market : over->close)
    for (auto& [venue, seat] : seats) {
      const auto held = seat.holdings.find(market);
      if (held == seat.holdings.end() || held->second.plan.left == 0)
        continue;
      say(log_level::warning,
          over->text + ": closing " + market.to_string() + " at " + venue);
      held->second.plan.left = 0;
      write_plan(seat, market);
      converge(seat, market);
      pump(seat);
    }
}

namespace {

portfolio_actor::behavior_type portfolio(portfolio_pointer self,
                                         portfolio_options options) {
  self->state.begin(std::move(options));
  return {
    [self](const wiring& x) { self->state.turn().wire(x); },
    [self](drain_atom) { self->state.turn().drain(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().tick(); },
    [self](const market_moved& x) {
      if (x.news)
        self->state.turn().moved(x);
    },
    [self](const broker_status& x) {
      self->state.turn().told(x, self->current_sender());
    },
    [self](const order_answer& x) { self->state.turn().answered(x); },
    [self](const order_news& x) { self->state.turn().told(x); },
    [self](const market_facts& x) {
      auto& state = self->state.turn();
      auto& seat = state.seats[x.venue];
      for (const auto& each : x.markets)
        seat.sights[each.symbol].market = each;
    },
    [self](const halt_wish& x) { return self->state.turn().halt(x); },
    [self](retry_atom) { self->state.turn().load(); },
  };
}

} // namespace

portfolio_actor spawn_portfolio(caf::actor_system& system,
                                portfolio_options options) {
  return system.spawn(portfolio, std::move(options));
}

} // namespace ballast
