#include "actors/scheduler.hpp"

#include "actors/vitals.hpp"
#include "domain/assignment.hpp"
#include "domain/delisting.hpp"
#include "domain/rotation.hpp"
#include "domain/scan_universe.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <string>
#include <utility>

namespace ballast {

namespace {

struct scheduler_state;
using scheduler_pointer = scheduler_actor::stateful_pointer<scheduler_state>;

// Without news the loads are looked at this often.
constexpr auto level_every = std::chrono::seconds{10};

// Of markets that wait, so many are named in the log; the status has all.
constexpr std::size_t named_max = 12;

std::string names_of(const std::vector<symbol>& markets) {
  std::string result;
  const auto shown = std::min(markets.size(), named_max);
  for (std::size_t i = 0; i < shown; ++i)
    result += (i == 0 ? "" : ", ") + markets[i].to_string();
  if (shown < markets.size())
    result += fmt::format(" and {} more", markets.size() - shown);
  return result;
}

struct batch_out {
  std::uint64_t cycle = 0;
  log_level level = log_level::info; ///< How loud its cycle is.
  std::vector<symbol> markets;
  time_point handed_out;
};

/// One venue's scanning.
struct venue_scan {
  std::string venue;
  std::uint64_t index = 0;                       ///< Names it in its timer.
  std::map<std::string, broker_status> accounts; ///< By account.
  std::map<std::string, broker_actor> brokers;   ///< By account.
  std::string scanner; ///< Account; empty while nobody can scan.
  rotation markets;
  share_ramp ramp;
  assignment::standing stands; ///< As last told to the assignment.
  std::size_t known = 0;
  std::map<std::uint64_t, batch_out> out; ///< By batch id.
  std::uint64_t sending = 0; ///< Batch not yet wholly sent; 0: none.
  std::uint64_t cycles = 0;
  std::uint64_t turns_said = 0;
  time_point cycle_told_at{};
  time_point turn_began{};
  std::map<std::string, venue_health> health; ///< By account.
  bool pausing = false;
  bool resting = false; ///< Nothing can be sent now: until the next second.
  delisting gone;
};

struct scheduler_state {
  static inline const char* name = "scheduler";

  explicit scheduler_state(scheduler_pointer x)
      : self{x}, common{x, "scheduler"} {}

  scheduler_state& turn() noexcept {
    common.count();
    return *this;
  }
  time_point now() const { return self->clock().now(); }

  void begin(scheduler_options opts) {
    options = std::move(opts);
    common.beat();
  }

  void wire(const wiring& x) {
    common.wire(x);
    health = caf::actor_cast<health_monitor_actor>(x.health);
  }

  void say(const venue_scan& v, const std::string& text,
           log_level level = log_level::info) const {
    options.log(level, v.venue + '/' + v.scanner, text);
  }

  // -- who scans -------------------------------------------------------------

  void broker(const broker_status& x) {
    auto& v = venue_of(x.venue);
    const auto sender = caf::actor_cast<broker_actor>(self->current_sender());
    if (const auto known = v.brokers.find(x.account); known != v.brokers.end()
                                                      && known->second != sender
                                                      && x.account == v.scanner)
      recall(v); // Restarted: what the old one had is lost.
    v.brokers.insert_or_assign(x.account, sender);
    v.accounts.insert_or_assign(x.account, x);
    choose_scanner(v);
    look_at(v);
    hand_out(v);
  }

  // The master's broker, else the first that is connected.
  void choose_scanner(venue_scan& v) {
    std::string choice;
    for (const auto& [account, status] : v.accounts)
      if (status.phase == broker_phase::connected
          && (choice.empty() || account == "master"))
        choice = account;
    if (choice == v.scanner)
      return;
    if (!v.scanner.empty())
      recall(v);
    else
      v.turn_began = now();
    if (!choice.empty())
      options.log(log_level::info, v.venue + '/' + choice,
                  fmt::format("{} scans with account {}", v.venue, choice));
    v.scanner = choice;
  }

  void recall(venue_scan& v) {
    v.out.clear();
    v.sending = 0;
    v.markets.recall();
  }

  void markets(const market_list& x) {
    auto& v = venue_of(x.venue);
    const auto universe = universe_of(x.markets);
    v.known = universe.known;
    shares.list(v.venue, universe.markets, universe.equities);
    options.log(log_level::info, x.venue + '/' + x.account,
                fmt::format("{} markets listed: {} to scan, {} mirror another, "
                            "{} not tradable",
                            universe.known, universe.markets.size(),
                            universe.mirrored, universe.untradable));
    reassign();
    hand_out(v);
  }

  void told(const venue_health& x) {
    auto& v = venue_of(x.venue);
    v.health.insert_or_assign(x.account, x);
    look_at(v);
    hand_out(v);
  }

  // -- which venue scans which market ----------------------------------------

  /// Whether this venue's scans may go out, its turn aside.
  bool can_scan(const venue_scan& v) const {
    if (v.scanner.empty())
      return false;
    const auto& account = v.accounts.at(v.scanner);
    const auto state = v.health.find(v.scanner);
    if (account.mode == market_state::halted)
      return false;
    if (state == v.health.end())
      return !options.replaces;
    const auto& open = state->second.open_scopes;
    return std::none_of(account.scan_spends.begin(), account.scan_spends.end(),
                        [&](const spend& s) {
                          return std::find(open.begin(), open.end(), s.budget)
                                 != open.end();
                        });
  }

  /// Looks whether a venue stands as it did, and assigns anew if not.
  void look_at(venue_scan& v) {
    auto next = v.stands;
    next.can_scan = can_scan(v);
    next.share = v.ramp.update(next.can_scan, now());
    if (!v.scanner.empty())
      next.scans_per_s = v.accounts.at(v.scanner).scans_per_s;
    if (next == v.stands)
      return;
    const auto failed = v.stands.can_scan && !next.can_scan;
    v.stands = next;
    shares.stand(v.venue, next);
    reassign();
    if (failed)
      say_waiting(v);
  }

  void reassign() {
    levelled_at = now();
    const auto changed = shares.update(now());
    // A market keeps its age, wherever it was scanned last.
    std::map<symbol, time_point> ages;
    for (const auto& x : changed.moves)
      if (const auto since = venues.at(x.from).markets.since(x.market))
        ages.emplace(x.market, *since);
    for (const auto& id : changed.venues)
      venues.at(id).markets.assign(shares.of(id), now(), ages);
    say_moves(changed.moves);
    for (const auto& id : changed.venues)
      hand_out(venues.at(id));
  }

  void say_moves(const std::vector<assignment::move>& moves) const {
    std::map<std::pair<std::string, std::string>, std::size_t> counts;
    for (const auto& x : moves)
      ++counts[{x.from, x.to}];
    for (const auto& [way, count] : counts) {
      const auto& from = venues.at(way.first);
      const auto& to = venues.at(way.second);
      const auto why
        = !from.stands.can_scan ? fmt::format("{} cannot scan", way.first)
          : to.stands.share < 1
            ? fmt::format("{} is well again and takes {:.0f}% of what others "
                          "list too",
                          way.second, 100 * to.stands.share)
            : fmt::format("{} has less to do", way.second);
      say(to, fmt::format("{} markets move here from {}: {}", count, way.first,
                          why));
    }
  }

  void say_waiting(const venue_scan& v) const {
    const auto waiting = shares.waiting(v.venue);
    if (!waiting.empty())
      say(v,
          fmt::format("{} markets wait until {} scans again, no other venue "
                      "that can lists them: {}",
                      waiting.size(), v.venue, names_of(waiting)),
          log_level::warning);
  }

  // -- handing out -----------------------------------------------------------

  bool may_scan(const venue_scan& v) const {
    if (draining || v.scanner.empty() || v.pausing || v.resting
        || v.sending != 0 || v.out.size() >= options.batches_out_max)
      return false;
    const auto i = v.health.find(v.scanner);
    return can_scan(v) && (i == v.health.end() || !i->second.global_open);
  }

  int batch_size(const venue_scan& v) const {
    const auto i = v.health.find(v.scanner);
    return i == v.health.end() || i->second.batch_size <= 0
             ? options.batch_min
             : i->second.batch_size;
  }

  void hand_out(venue_scan& v) {
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
    v.out.emplace(id, batch_out{v.cycles, level, batch.markets, now()});
    self->send(v.brokers.at(v.scanner),
               scan_batch{id, v.cycles, v.venue, std::move(batch.markets)});
  }

  log_level loudness(venue_scan& v) const {
    constexpr std::uint64_t first_cycles = 3;
    if (v.cycles > first_cycles
        && now() - v.cycle_told_at < options.tell_cycles_every)
      return log_level::debug;
    v.cycle_told_at = now();
    return log_level::info;
  }

  void say_turns(venue_scan& v) {
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

  void sent(const batch_sent& x) {
    auto& v = venue_of(x.venue);
    if (v.sending != x.id)
      return;
    v.sending = 0;
    if (options.delay > duration::zero())
      pause(v);
    else
      hand_out(v);
  }

  void pause(venue_scan& v) {
    v.pausing = true;
    self->delayed_send(self, options.delay, wake_atom_v, v.index);
  }

  void wake(std::uint64_t index) {
    for (auto& [id, v] : venues)
      if (v.index == index) {
        v.pausing = false;
        hand_out(v);
      }
  }

  void done(const batch_done& x) {
    auto& v = venue_of(x.venue);
    const auto i = v.out.find(x.id);
    if (i == v.out.end())
      return; // Recalled, or given up after its deadline.
    if (v.sending == x.id)
      v.sending = 0;
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
    hand_out(v);
  }

  /// @returns how many were not scanned.
  std::size_t settle_all(venue_scan& v, const std::vector<scan_result>& all) {
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

  void settle(venue_scan& v, const scan_result& x) {
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

  // -- a second has passed ---------------------------------------------------

  void tick() {
    for (auto& [id, v] : venues)
      look_at(v);
    if (now() - levelled_at >= level_every)
      reassign();
    for (auto& [id, v] : venues) {
      give_up_overdue(v);
      v.resting = false;
      hand_out(v);
      common.tell_monitor(figures_of(v));
    }
    common.beat();
  }

  // Nothing waits for ever: a batch has a deadline and two endings.
  void give_up_overdue(venue_scan& v) {
    for (auto i = v.out.begin(); i != v.out.end();) {
      if (now() - i->second.handed_out < options.batch_deadline) {
        ++i;
        continue;
      }
      say(v,
          fmt::format("cycle #{} was never reported: its {} markets are handed "
                      "out again",
                      i->second.cycle, i->second.markets.size()),
          log_level::error);
      for (const auto& x : i->second.markets)
        v.markets.missed(x);
      if (v.sending == i->first)
        v.sending = 0;
      i = v.out.erase(i);
    }
  }

  rotation_status figures_of(const venue_scan& v) const {
    rotation_status result;
    result.venue = v.venue;
    result.scanner = v.scanner;
    result.markets_known = v.known;
    result.markets = v.markets.size();
    result.position = v.markets.position();
    result.completed = v.markets.turns_completed();
    result.oldest_age_s = seconds(v.markets.oldest_age(now()));
    result.cycle = v.cycles;
    result.share = v.stands.share;
    if (!v.stands.can_scan)
      for (const auto& x : shares.waiting(v.venue))
        result.waiting.push_back(x.to_string());
    return result;
  }

  venue_scan& venue_of(const std::string& id) {
    auto [i, fresh] = venues.try_emplace(id);
    if (fresh) {
      i->second.venue = id;
      i->second.index = venues.size();
      i->second.turn_began = now();
    }
    return i->second;
  }

  void drain() { draining = true; }

  void close() {
    for (const auto& [id, v] : venues)
      common.tell_monitor(figures_of(v));
    venues.clear();
    self->quit();
  }

  scheduler_pointer self;
  member<scheduler_pointer> common;
  scheduler_options options;
  health_monitor_actor health;
  std::map<std::string, venue_scan> venues;
  assignment shares;
  time_point levelled_at{};
  std::uint64_t last_batch = 0;
  bool draining = false;
};

scheduler_actor::behavior_type scheduler(scheduler_pointer self,
                                         scheduler_options options) {
  self->state.begin(std::move(options));
  return {
    [self](const wiring& x) { self->state.turn().wire(x); },
    [self](drain_atom) { self->state.turn().drain(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().tick(); },
    [self](const broker_status& x) { self->state.turn().broker(x); },
    [self](const market_list& x) { self->state.turn().markets(x); },
    [self](const batch_sent& x) { self->state.turn().sent(x); },
    [self](const batch_done& x) { self->state.turn().done(x); },
    [self](const venue_health& x) { self->state.turn().told(x); },
    [self](wake_atom, std::uint64_t x) { self->state.turn().wake(x); },
  };
}

} // namespace

scheduler_actor spawn_scheduler(caf::actor_system& system,
                                scheduler_options options) {
  return system.spawn(scheduler, std::move(options));
}

} // namespace ballast
