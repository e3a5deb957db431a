#include "actors/monitor.hpp"

#include "actors/startup_table.hpp"
#include "actors/vitals.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <set>
#include <utility>

namespace ballast {

namespace {

struct monitor_state;
using monitor_pointer = monitor_actor::stateful_pointer<monitor_state>;
using row_key = std::pair<std::string, std::string>; ///< Venue, account.

struct monitor_state {
  static inline const char* name = "monitor";

  explicit monitor_state(monitor_pointer x) : self{x}, common{x, "monitor"} {}

  monitor_state& turn() noexcept {
    common.count();
    return *this;
  }
  time_point now() const { return self->clock().now(); }

  void begin(monitor_options opts) {
    options = std::move(opts);
    started = now();
    started_at = options.wall->now();
    last_heartbeat = now();
    for (const auto& x : options.absent)
      rows[{x.venue, x.account}].broker = x;
    publish();
    common.beat();
  }

  void tick() {
    publish();
    if (!table_said
        && (all_settled() || now() - started >= options.table_after))
      say_table();
    if (now() - last_heartbeat >= options.heartbeat) {
      last_heartbeat = now();
      options.log(log_level::info, options.node,
                  heartbeat_line(*options.board->read()));
    }
    common.beat();
  }

  bool all_settled() const {
    const auto reported = rows.size() - options.absent.size();
    return reported >= options.brokers
           && std::all_of(rows.begin(), rows.end(), [this](const auto& x) {
                const auto phase = x.second.broker.phase;
                return phase != broker_phase::connecting
                       && (phase != broker_phase::connected
                           || rotations.count(x.first.first) > 0);
              });
  }

  void say_table() {
    table_said = true;
    const auto report = options.board->read();
    for (const auto& line : startup_table(*report))
      options.log(log_level::info, options.node, line);
    std::set<std::string> venues;
    for (const auto& row : report->venues)
      if (row.broker.phase != broker_phase::skipped)
        venues.insert(row.broker.venue);
    if (venues.size() == 1 && options.warn_single_exchange)
      options.log(
        log_level::warning, options.node,
        fmt::format("SINGLE EXCHANGE: all load falls on {}. Configure "
                    "another, or set "
                    "SUPPRESS_SINGLE_EXCHANGE_WARNING=1",
                    *venues.begin()));
    options.log(log_level::info, options.node, heartbeat_line(*report));
  }

  void publish() {
    status_report report;
    report.node = options.node;
    report.mode = options.mode;
    report.version = options.version;
    report.started_at = started_at;
    report.taken_at = options.wall->now();
    report.uptime = now() - started;
    for (const auto& [key, row] : rows)
      report.venues.push_back(joined(key, row));
    for (const auto& [id, row] : actors)
      report.actors.push_back(row);
    for (const auto& [account, x] : portfolios)
      report.portfolios.push_back(x);
    report.halted
      = !portfolios.empty()
        && std::all_of(portfolios.begin(), portfolios.end(),
                       [](const auto& x) { return !x.second.halted.empty(); });
    report.trading = why_not_trading(report);
    options.board->write(std::move(report));
  }

  venue_row joined(const row_key& key, venue_row row) const {
    if (const auto mine = portfolios.find(key.second); mine != portfolios.end())
      row.halted = mine->second.halted;
    const auto rotation = rotations.find(key.first);
    if (rotation == rotations.end())
      return row;
    row.rotation.markets_known = rotation->second.markets_known;
    row.is_scanner = rotation->second.scanner == key.second;
    const auto last = last_scanner.find(key.first);
    row.has_scan_figures
      = last != last_scanner.end() && last->second == key.second;
    if (!row.has_scan_figures)
      return row;
    row.rotation = rotation->second;
    if (const auto permits = permit_figures.find(key.first);
        permits != permit_figures.end())
      row.permits = permits->second;
    return row;
  }

  void note(const rotation_status& x) {
    rotations[x.venue] = x;
    if (!x.scanner.empty())
      last_scanner[x.venue] = x.scanner;
  }

  void note(portfolio_status x) {
    auto& mine = portfolios[x.account];
    if (!x.has_lists) {
      x.orders = std::move(mine.orders);
      x.fills = std::move(mine.fills);
      x.positions = std::move(mine.positions);
      x.signals = std::move(mine.signals);
      x.copies = std::move(mine.copies);
    }
    mine = std::move(x);
  }

  std::string why_not_trading(const status_report& report) const {
    std::string first;
    for (const auto& x : report.venues) {
      const auto reason = why_not_ready(x);
      if (reason.empty())
        return options.cannot_trade;
      if (first.empty() && x.broker.phase != broker_phase::skipped)
        first = x.broker.venue + '/' + x.broker.account + ' ' + reason;
    }
    return first.empty() ? "no venue has credentials" : first;
  }

  void close() {
    publish();
    self->quit();
  }

  monitor_pointer self;
  member<monitor_pointer> common;
  monitor_options options;
  time_point started;
  unix_time started_at;
  time_point last_heartbeat;
  bool table_said = false;
  std::map<row_key, venue_row> rows;
  std::map<std::string, permit_status> permit_figures; ///< By venue.
  std::map<std::string, rotation_status> rotations;    ///< By venue.
  std::map<std::string, std::string> last_scanner;     ///< Account, by venue.
  std::map<std::string, actor_row> actors;             ///< By name.
  std::map<std::string, portfolio_status> portfolios;  ///< By account.
};

monitor_actor::behavior_type monitor(monitor_pointer self,
                                     monitor_options options) {
  self->state.begin(std::move(options));
  return {
    [self](const wiring& x) { self->state.turn().common.wire(x); },
    [self](drain_atom) { self->state.turn(); },
    [self](caf::close_atom) { self->state.turn().close(); },
    [self](caf::tick_atom) { self->state.turn().tick(); },
    [self](const broker_status& x) {
      self->state.turn().rows[{x.venue, x.account}].broker = x;
    },
    [self](const venue_health& x) {
      self->state.turn().rows[{x.venue, x.account}].health = x;
    },
    [self](const permit_status& x) {
      self->state.turn().permit_figures[x.venue] = x;
    },
    [self](const rotation_status& x) { self->state.turn().note(x); },
    [self](const portfolio_status& x) { self->state.turn().note(x); },
    [self](const actor_vitals& x) {
      self->state.turn().actors[x.name].vitals = x;
    },
    [self](const actor_life& x) { self->state.turn().actors[x.name].life = x; },
  };
}

} // namespace

monitor_actor spawn_monitor(caf::actor_system& system,
                            monitor_options options) {
  return system.spawn(monitor, std::move(options));
}

} // namespace ballast
