// The SCHEDULER's cycles: batches go out, results come back.
#include "actors/scheduler_state.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

namespace ballast {

// -- handing out -----------------------------------------------------------

bool scheduler_state::may_scan(const venue_scan& v) const {
  if (draining || v.scanner.empty() || v.pausing || v.resting || v.sending != 0
      || v.out.size() >= options.batches_out_max || is_through(v))
    return false;
  const auto i = v.health.find(v.scanner);
  return can_scan(v) && (i == v.health.end() || !i->second.global_open);
}

int scheduler_state::batch_size(const venue_scan& v) const {
  const auto i = v.health.find(v.scanner);
  return i == v.health.end() || i->second.batch_size <= 0
           ? options.batch_min
           : i->second.batch_size;
}

void scheduler_state::hand_out(venue_scan& v) {
  if (!may_scan(v))
    return;
  auto batch = v.markets.next(static_cast<std::size_t>(batch_size(v)));
  say_turns(v);
  if (batch.markets.empty())
    return;
  const auto id = ++last_batch;
  ++v.cycles;
  const auto level = loudness(v);
  say(v, fmt::format("{} - Cycle #{}", v.venue, v.cycles), level);
  say(v,
      fmt::format(
        "Market rotation: scanning batch {}-{} of {} ({}% through cycle)",
        batch.first, batch.first + batch.markets.size(), batch.of,
        batch.of == 0 ? 0 : 100 * batch.first / batch.of),
      level);
  v.sending = id;
  v.out.emplace(id, batch_out{v.cycles, level, batch.markets, now(), {}});
  self->send(v.brokers.at(v.scanner),
             scan_batch{id, v.cycles, v.venue, std::move(batch.markets)});
}

log_level scheduler_state::loudness(venue_scan& v) const {
  constexpr std::uint64_t first_cycles = 3;
  if (v.cycles > first_cycles
      && now() - v.cycle_told_at < options.tell_cycles_every)
    return log_level::debug;
  v.cycle_told_at = now();
  return log_level::info;
}

void scheduler_state::say_turns(venue_scan& v) {
  for (const auto& x : v.markets.take_given_up())
    say(v, fmt::format("{} could not be scanned this turn", x.to_string()),
        log_level::warning);
  if (v.markets.turns_completed() == v.turns_said)
    return;
  v.turns_said = v.markets.turns_completed();
  say(v,
      fmt::format("rotation {} complete: {} markets in {:.1f}s", v.turns_said,
                  v.markets.size(), seconds(now() - v.turn_began)));
  v.turn_began = now();
}

// -- what came of it -------------------------------------------------------

void scheduler_state::sent(const batch_sent& x) {
  auto& v = venue_of(x.venue);
  if (v.sending != x.id)
    return;
  v.sending = 0;
  if (const auto i = v.out.find(x.id); i != v.out.end())
    i->second.sent_at = now();
  if (options.delay > duration::zero())
    pause(v, options.delay);
  else
    hand_out(v);
}

void scheduler_state::pause(venue_scan& v, duration how_long) {
  v.pausing = true;
  self->delayed_send(self, how_long, wake_atom_v, v.index);
}

void scheduler_state::wake(std::uint64_t index) {
  for (auto& [id, v] : venues)
    if (v.index == index) {
      v.pausing = false;
      hand_out(v);
    }
}

void scheduler_state::done(const batch_done& x) {
  auto& v = venue_of(x.venue);
  const auto i = v.out.find(x.id);
  if (i == v.out.end())
    return; // Recalled, or given up after its deadline.
  if (v.sending == x.id)
    v.sending = 0;
  measure(v, i->second, x.results);
  const auto missed = settle_all(v, x.results);
  if (missed == 0)
    say(v, fmt::format("{} cycle completed successfully", v.venue),
        i->second.level);
  else
    say(v,
        fmt::format("{} cycle #{} completed with {} of {} markets missed",
                    v.venue, i->second.cycle, missed, x.results.size()),
        v.resting ? log_level::debug : log_level::warning);
  v.out.erase(i);
  if (health)
    self->send(health, cycle_done{v.venue, v.scanner});
  say_turns(v);
  wish_books(v);
  hand_out(v);
}

// Each batch goes out when the last was sent, so it shows how long its permits
// took to come.
void scheduler_state::measure(venue_scan& v, const batch_out& batch,
                              const std::vector<scan_result>& all) const {
  if (batch.sent_at && std::none_of(all.begin(), all.end(), [](auto& x) {
        return is_unsent(x.kind);
      }))
    v.pace.sent(all.size(), *batch.sent_at - batch.handed_out, now());
}

std::size_t scheduler_state::settle_all(venue_scan& v,
                                        const std::vector<scan_result>& all) {
  const auto of = [&](auto test) {
    return static_cast<std::size_t>(
      std::count_if(all.begin(), all.end(), test));
  };
  const auto unsent
    = of([](const scan_result& x) { return is_unsent(x.kind); });
  // Whatever keeps a whole batch from leaving will keep the next one too.
  v.resting = unsent == all.size();
  for (const auto& x : all)
    settle(v, x);
  return of([](const scan_result& x) { return x.kind != outcome_kind::ok; });
}

void scheduler_state::settle(venue_scan& v, const scan_result& x) {
  const auto is_gone = v.gone.heard(x.market, x.kind);
  if (x.kind == outcome_kind::ok) {
    v.markets.scanned(x.market, now());
  } else if (is_unsent(x.kind)) {
    v.markets.handed_back(x.market); // Nobody asked, so nothing failed.
  } else if (is_gone) {
    shares.unlist(v.venue, x.market);
    reassign();
    say(v,
        fmt::format("{} is not known to the venue any more: not scanned "
                    "until a market list names it again",
                    x.market.to_string()),
        log_level::warning);
  } else {
    v.markets.missed(x.market);
  }
}

} // namespace ballast
