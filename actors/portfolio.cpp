#include "actors/portfolio_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <set>
#include <utility>

namespace ballast {

namespace {

// As long as the LEDGER may take to read a journal.
constexpr auto load_deadline = std::chrono::seconds{60};
constexpr auto load_retry = std::chrono::seconds{1};
// What losses are measured from rises with each new high: a line a minute is
// enough, since what a crash takes of it is that minute's rise.
constexpr auto marks_every = std::chrono::minutes{1};
// Venues that have not answered by then do not keep losses from being watched.
constexpr auto complete_within = std::chrono::minutes{1};
// The final gate's own window.
constexpr auto gate_window = std::chrono::minutes{1};

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
  worth.emplace(options.venues);
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
  peers.clear();
  for (const auto& each : x.portfolios)
    peers[each.account] = caf::actor_cast<portfolio_actor>(each.handle);
  if (!options.follows.empty() && peers.count(options.follows) == 0
      && !std::exchange(was_left_alone, true))
    say(log_level::warning, "it follows " + options.follows
                              + ", which has no credentials or is starting: "
                                "nothing is opened before it decides");
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
  auto last_worths = std::map<std::string, decimal>{};
  for (const auto& entry : x.entries)
    if (entry.venue.empty()) {
      risk->halts().take(entry);
      if (entry.kind == journal_kind::marks)
        last_worths = worths_of(entry.text);
    }
  worth->recall(last_worths);
  stored = std::move(x);
  read_at = now();
  marks_written = risk->halts().marks();
  recall_sent();
  if (const auto why = risk->halts().why(); !why.empty())
    say(log_level::warning, "entries are halted: " + why);
  for (auto& [venue, seat] : seats)
    open_desk(seat);
  for (auto& [wish, promise] : std::exchange(wishes, {}))
    carry_out(wish, promise);
}

void portfolio_state::recall_sent() {
  auto unsent = std::set<std::string>{};
  for (const auto& entry : stored->entries)
    if (entry.kind == journal_kind::unsent)
      unsent.insert(entry.client_id);
  const auto wall = options.wall->now();
  for (const auto& entry : stored->entries) {
    const auto age = std::max<duration>(wall - entry.at, duration::zero());
    if (entry.kind != journal_kind::intent || age >= gate_window
        || unsent.count(entry.client_id) > 0)
      continue;
    const auto ticket = ticket_of(entry);
    gate->count(
      {entry.venue, options.account, entry.symbol, entry.purpose, ticket},
      worth_of(ticket, ticket.price), now() - age);
  }
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
    if (entry.venue != status.venue)
      continue;
    const auto held = seat.holdings.find(entry.symbol);
    if (held == seat.holdings.end())
      continue;
    if (entry.kind == journal_kind::intent
        && entry.purpose == order_purpose::guard)
      held->second.guard.client_id = entry.client_id;
    if (entry.kind != journal_kind::plan)
      continue;
    if (const auto plan = plan_of(entry.text))
      held->second.plan = *plan;
    else if (entry.text.empty())
      seat.holdings.erase(held); // Dust.
  }
  seat.desk->restored(venue_now(seat));
  if (seat.desk->live() > 0 || !seat.holdings.empty())
    say(log_level::info,
        fmt::format("{}: {} orders and {} positions in the journal; asking the "
                    "venue what became of them",
                    status.venue, seat.desk->live(), seat.holdings.size()));
  if (std::exchange(seat.is_to_be_sold, false))
    write(end_plans(seat));
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
    if (!is_draining)
      drop_lone_guards(seat);
    pump(seat);
    tell_held(seat);
  }
  watch_equity();
  enforce_cap();
  end_old_copying();
  show();
  common.beat();
}

void portfolio_state::drain() { is_draining = true; }

void portfolio_state::close() {
  write_marks(true);
  show();
  ledger = nullptr;
  scheduler = nullptr;
  peers.clear();
  seats.clear();
  wishes.clear();
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
  if (!stored)
    return;
  for (const auto& [venue, seat] : seats)
    if (is_worth_known(seat))
      worth->tell(venue, equity_at(seat));
  const auto sum = worth->sum();
  // The first figures are what losses are measured from: they had better be of
  // all venues that answer.
  const auto is_too_early = !risk->halts().marks() && !worth->is_complete()
                            && now() - read_at < complete_within;
  if (sum <= decimal{} || is_too_early)
    return;
  note_halts(risk->halts().observe(sum, options.wall->now()));
  write_marks(false);
}

void portfolio_state::write_marks(bool is_last) {
  const auto& marks = risk->halts().marks();
  if (!marks || marks == marks_written)
    return;
  const auto is_new_day = !marks_written || marks->day != marks_written->day;
  if (!is_last && !is_new_day && now() - marks_written_at < marks_every)
    return;
  marks_written = marks;
  marks_written_at = now();
  auto entry = entry_of(*marks);
  entry.text = worth->to_text();
  entry.at = options.wall->now();
  entry.account = options.account;
  write({std::move(entry)});
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
      held->second.ordered_away = "position_cap";
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
    [self](const why_question& x) { return self->state.turn().why(x); },
    [self](const copied_decision& x) {
      if (x.news && x.what)
        self->state.turn().follow(x);
    },
    [self](const copy_result& x) { self->state.turn().told(x); },
    [self](retry_atom) { self->state.turn().load(); },
  };
}

} // namespace

portfolio_actor spawn_portfolio(caf::actor_system& system,
                                portfolio_options options) {
  return system.spawn(portfolio, std::move(options));
}

} // namespace ballast
