#include "actors/health_monitor.hpp"

#include "actors/vitals.hpp"
#include "domain/global_breaker.hpp"
#include "domain/health_mix.hpp"
#include "domain/random.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace ballast {

namespace {

// Low health is said when it begins and then at most this often.
constexpr auto low_health_every = std::chrono::seconds{30};
constexpr int low_health = 50;
// A request ends within ten seconds; a probe that has not come back long after
// is lost with the broker or governor that had it.
constexpr auto probe_deadline = std::chrono::seconds{20};

struct health_state;
using health_pointer = health_monitor_actor::stateful_pointer<health_state>;

/// What one budget's worth of a venue's API is like: the unit that fails
/// together.
struct scope_state {
  explicit scope_state(const circuit_breaker::options& x) : breaker{x} {}
  std::string venue;
  health_score score;
  circuit_breaker breaker;
  std::uint32_t errors = 0;         ///< Of the last opening.
  std::optional<time_point> probed; ///< A probe is out since.
};

/// One venue as one account sees it.
struct row_state {
  row_state(int batch_min, int batch_max) : batch{batch_min, batch_max} {}
  std::set<std::string> scopes;
  batch_control batch;
  broker_actor broker;
  std::string scan_scope;
  bool connected = false;
  bool locked_out = false;
  bool was_low = false;
  time_point low_said_at{};
};

using row_key = std::pair<std::string, std::string>; ///< Venue, account.

struct health_state {
  static inline const char* name = "health-monitor";

  explicit health_state(health_pointer x)
      : self{x}, common{x, "health-monitor"}, random{0} {}

  health_state& turn() noexcept {
    common.count();
    return *this;
  }
  time_point now() const { return self->clock().now(); }

  void begin(health_monitor_options opts) {
    options = std::move(opts);
    random = random_source{options.seed};
    common.beat();
  }

  void wire(const wiring& x) {
    common.wire(x);
    scheduler = caf::actor_cast<scheduler_actor>(x.scheduler);
  }

  // -- facts coming in -------------------------------------------------------

  void broker(const broker_status& x) {
    auto& row = row_of({x.venue, x.account});
    row.broker = caf::actor_cast<broker_actor>(self->current_sender());
    row.connected = x.phase == broker_phase::connected;
    // A venue that is down for maintenance is no use, however well it answers.
    row.locked_out = x.phase == broker_phase::failed
                     || (x.phase == broker_phase::connected
                         && x.mode == market_state::halted);
    if (!x.scan_spends.empty())
      row.scan_scope = x.scan_spends.front().budget;
  }

  void outcome(const request_outcome& x) {
    auto& scope = scope_of(x);
    auto& row = row_of({x.venue, x.account});
    row.scopes.insert(x.scope);
    if (!is_unsent(x.kind))
      scope.score.record(x.kind, x.latency, now());
    if (x.kind == outcome_kind::throttled)
      for (auto& [key, other] : rows)
        if (other.scopes.count(x.scope) > 0)
          other.batch.throttled(now());
    if (x.kind == outcome_kind::own_network)
      global.own_network_failed(x.venue, now());
    else if (!is_unsent(x.kind))
      global.reached(x.venue);
    if (auto change = apply(scope, x))
      announce(x.scope, scope, *change, x.text);
    else
      watch_all();
  }

  std::optional<breaker_change> apply(scope_state& scope,
                                      const request_outcome& x) {
    if (x.probe)
      scope.probed.reset();
    if (x.kind == outcome_kind::banned) {
      // The probe that met the ban is back; what it says is the ban itself.
      if (x.probe)
        scope.breaker.probe_done(outcome_kind::not_sent, now(), 0);
      return scope.breaker.ban(ban_length(x.limits), now());
    }
    if (x.probe)
      return scope.breaker.probe_done(x.kind, now(), random.uniform());
    return scope.breaker.record(x.kind, x.in_spite_of_hold, now(),
                                random.uniform());
  }

  void cycle(const cycle_done& x) {
    row_of({x.venue, x.account}).batch.cycle_done();
  }

  /// A person says what the breakers of a venue are to do: those that are
  /// there, and those to come.
  caf::result<caf::ok_atom> obey(const breaker_wish& x) {
    auto is_known = x.rule != breaker_rule::normal || rules.erase(x.venue) > 0;
    if (x.rule != breaker_rule::normal)
      rules.insert_or_assign(x.venue, x.rule);
    say_rule(x);
    for (auto& [id, scope] : scopes) {
      if (scope.venue != x.venue)
        continue;
      is_known = true;
      if (const auto change = scope.breaker.obey(x.rule, now()))
        announce(id, scope, *change, {});
    }
    if (!is_known)
      return caf::make_error(caf::sec::invalid_argument,
                             std::string{"no requests go to this venue"});
    watch_all();
    // Not every rule is a change of state, and each is to be seen at once.
    for (auto& [key, row] : rows)
      if (key.first == x.venue)
        broadcast(key, row);
    return caf::ok_atom_v;
  }

  breaker_rule rule_of(const std::string& venue) const {
    const auto i = rules.find(venue);
    return i == rules.end() ? breaker_rule::normal : i->second;
  }

  void say_rule(const breaker_wish& x) const {
    const auto* const what
      = x.rule == breaker_rule::held_open
          ? "held open: no request but exits is sent until another is given"
        : x.rule == breaker_rule::disabled
          ? "disabled: errors stop nothing, bans do"
        : x.rule == breaker_rule::shadow
          ? "in shadow: they say what they would do, and only bans stop calls"
          : "reset: closed where no ban is, and on their own again";
    options.log(
      log_level::warning, x.venue,
      fmt::format(
        "CIRCUIT BREAKERS of {} are {} (by a person{})", x.venue, what,
        x.rule == breaker_rule::normal ? "" : "; until the node restarts"));
  }

  // -- a second has passed ---------------------------------------------------

  void tick() {
    for (auto& [id, scope] : scopes)
      if (auto change = scope.breaker.tick(now()))
        announce(id, scope, *change, {});
    watch_all();
    for (auto& [id, scope] : scopes)
      probe(id, scope);
    for (auto& [key, row] : rows)
      broadcast(key, row);
    common.beat();
  }

  void probe(const std::string& id, scope_state& scope) {
    if (scope.probed && now() - *scope.probed >= probe_deadline) {
      scope.probed.reset();
      scope.breaker.probe_done(outcome_kind::not_sent, now(), 0);
    }
    const auto i = std::find_if(rows.begin(), rows.end(), [&](const auto& x) {
      return x.first.first == scope.venue && x.second.broker
             && x.second.scopes.count(id) > 0;
    });
    if (i == rows.end())
      return;
    const auto is_way_out = global.wants_probes() && id == i->second.scan_scope
                            && !scope.probed
                            && scope.breaker.rule() != breaker_rule::held_open;
    if (!is_way_out && !scope.breaker.take_probe())
      return;
    scope.probed = now();
    self->send(i->second.broker, probe_request{scope.venue, id});
  }

  // -- conclusions going out -------------------------------------------------

  void announce(const std::string& id, scope_state& scope,
                const breaker_change& change, const std::string& words) {
    if (change.to == breaker_state::open)
      scope.errors = change.errors;
    // A shadow that would open is no harm done.
    const auto bad
      = change.to == breaker_state::open && scope.breaker.is_shut(now());
    const auto how_long
      = change.open_for > duration::zero()
          ? fmt::format(" for {:.0f}s", seconds(change.open_for))
          : "";
    options.log(bad ? log_level::error : log_level::warning, scope.venue,
                fmt::format("CIRCUIT BREAKER of {}: {} -> {}{}: {}{}{}", id,
                            to_string(change.from), to_string(change.to),
                            how_long, change.cause, words.empty() ? "" : ": ",
                            words));
    watch_all();
    for (auto& [key, row] : rows)
      if (row.scopes.count(id) > 0)
        broadcast(key, row);
  }

  /// The breaker over all.
  void watch_all() {
    std::vector<venue_standing> venues;
    venues.reserve(rows.size());
    for (const auto& [key, row] : rows)
      venues.push_back(standing_of(key, row));
    const auto change = global.update(venues, now());
    if (!change)
      return;
    if (change->now == global_breaker::cause::none)
      options.log(log_level::warning, "health",
                  "global circuit breaker closed: a venue answers again");
    else
      say_global(*change);
    for (auto& [key, row] : rows)
      broadcast(key, row);
  }

  void say_global(const global_breaker::change& x) const {
    options.log(
      log_level::error, "health",
      fmt::format("GLOBAL CIRCUIT BREAKER: {} total errors", x.errors));
    if (x.errors == 0)
      options.log(log_level::error, "health",
                  "every venue that is left is held open by a person, until "
                  "another rule is given");
    else if (x.now == global_breaker::cause::local_network)
      options.log(log_level::error, "health",
                  "our own network is down (no route, no DNS or no "
                  "descriptors): looking for the way out every second");
    else
      options.log(log_level::error, "health",
                  fmt::format("Waiting {:.0f}s for API to fully recover",
                              seconds(x.wait)));
  }

  venue_standing standing_of(const row_key& key, const row_state& row) const {
    venue_standing result{key.first, row.connected, false, 0, {}};
    const auto i = scopes.find(row.scan_scope);
    if (i == scopes.end() || !i->second.breaker.is_shut(now()))
      return result;
    result.shut = true;
    result.errors = i->second.errors;
    result.retry_in = i->second.breaker.retry_in(now());
    return result;
  }

  void broadcast(const row_key& key, row_state& row) {
    auto x = describe(key, row);
    say_if_low(key, row, x);
    if (scheduler)
      self->send(scheduler, x);
    if (row.broker)
      self->send(row.broker, x);
    common.tell_monitor(std::move(x));
  }

  venue_health describe(const row_key& key, row_state& row) {
    venue_health result;
    result.venue = key.first;
    result.account = key.second;
    result.global_open = global.is_open();
    result.breaker.rule = rule_of(key.first);
    auto total = health_mix{};
    for (const auto& id : row.scopes) {
      auto& scope = scopes.at(id);
      // The clock's cap has no place here: signatures use the venue's time.
      const auto locked_out = row.locked_out || scope.breaker.is_banned(now());
      total.add(scope.score.view(now(), {locked_out, false}));
      add_breaker(result, id, scope.breaker);
    }
    const auto view = total.mean();
    result.score = std::optional<std::int32_t>{view.score};
    result.worst = total.worst();
    result.counts = view.counts;
    result.factors = view.factors;
    result.p50 = view.p50;
    result.p99 = view.p99;
    result.requests = view.requests;
    result.errors = view.errors;
    result.rate_limited = view.rate_limited;
    result.timeouts = view.timeouts;
    result.success_ratio = view.success_ratio;
    result.text = view.text;
    if (view.top_error)
      result.top_error = to_string(*view.top_error);
    result.batch_size = row.batch.size(view, now());
    return result;
  }

  void add_breaker(venue_health& x, const std::string& id,
                   const circuit_breaker& breaker) const {
    x.breaker.opened += breaker.opened();
    if (!breaker.is_shut(now()))
      return;
    x.open_scopes.push_back(id);
    // Open is worse than half open; of two open ones the longer counts.
    const auto left = breaker.retry_in(now());
    const auto worse
      = x.breaker.state == breaker_state::closed || left > x.breaker.retry_in;
    if (worse) {
      x.breaker.state = breaker.state();
      x.breaker.retry_in = left;
    }
  }

  void say_if_low(const row_key& key, row_state& row, const venue_health& x) {
    const auto score = x.score.get();
    const auto low = score && *score < low_health;
    if (low && (!row.was_low || now() - row.low_said_at >= low_health_every)) {
      row.low_said_at = now();
      options.log(
        log_level::warning, key.first + '/' + key.second,
        fmt::format("API health low ({}%), using reduced batch size={}: {}",
                    *score, x.batch_size, x.text));
    } else if (row.was_low && score && !low) {
      options.log(log_level::info, key.first + '/' + key.second,
                  fmt::format("API health recovered to {}%, batch size={}",
                              *score, x.batch_size));
    }
    if (score)
      row.was_low = low;
  }

  scope_state& scope_of(const request_outcome& x) {
    auto [i, fresh] = scopes.try_emplace(x.scope, options.breaker);
    if (fresh) {
      i->second.venue = x.venue;
      // A rule holds for what is asked of a venue for the first time as well.
      i->second.breaker.obey(rule_of(x.venue), now());
    }
    return i->second;
  }

  row_state& row_of(const row_key& key) {
    return rows.try_emplace(key, options.batch_min, options.batch_max)
      .first->second;
  }

  void close() {
    for (auto& [key, row] : rows)
      broadcast(key, row);
    self->quit();
  }

  health_pointer self;
  member<health_pointer> common;
  random_source random;
  health_monitor_options options;
  scheduler_actor scheduler;
  std::map<std::string, scope_state> scopes;
  std::map<row_key, row_state> rows;
  std::map<std::string, breaker_rule> rules; ///< By venue, all but normal.
  global_breaker global;
};

health_monitor_actor::behavior_type
health_monitor(health_pointer self, health_monitor_options options) {
  self->state.begin(std::move(options));
  return {
    [self](const wiring& x) { self->state.turn().wire(x); },
    [self](drain_atom) { self->state.turn(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().tick(); },
    [self](const request_outcome& x) { self->state.turn().outcome(x); },
    [self](const cycle_done& x) { self->state.turn().cycle(x); },
    [self](const broker_status& x) { self->state.turn().broker(x); },
    [self](const breaker_wish& x) { return self->state.turn().obey(x); },
  };
}

} // namespace

health_monitor_actor spawn_health_monitor(caf::actor_system& system,
                                          health_monitor_options options) {
  return system.spawn(health_monitor, std::move(options));
}

} // namespace ballast
