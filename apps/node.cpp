#include "apps/node.hpp"

#include "actors/broker.hpp"
#include "actors/health_monitor.hpp"
#include "actors/ledger.hpp"
#include "actors/monitor.hpp"
#include "actors/portfolio.hpp"
#include "actors/rate_governor.hpp"
#include "actors/scheduler.hpp"
#include "actors/strategist.hpp"
#include "actors/supervisor.hpp"
#include "apps/connect_budgets.hpp"
#include "apps/loop_coordinator.hpp"
#include "apps/version.hpp"
#include "domain/random.hpp"
#include "venues/stream_dialect.hpp"
#include "venues/trading.hpp"

#include <caf/actor_cast.hpp>
#include <caf/send.hpp>

#include <chrono>
#include <functional>
#include <memory>
#include <set>
#include <utility>

namespace ballast::apps {

namespace {

constexpr std::size_t messages_a_turn = 8;

// Concerns of the run's seed: one generator each.
enum concern : std::uint64_t { health_jitter = 1, broker_jitter = 1000 };

/// What the ways out of an account's orders spend, at a market like any other.
std::vector<std::vector<spend>> exits_of(venues::adapter& of) {
  std::vector<std::vector<spend>> result;
  if (auto* trader = of.trader(); trader != nullptr && of.has_credentials())
    for (const auto x :
         {venues::order_action::cancel, venues::order_action::cancel_all})
      if (auto spends = trader->spends_of(x, market{}); !spends.empty())
        result.push_back(std::move(spends));
  return result;
}

rate_governor_options governor_options_of(const node_parts& parts) {
  rate_governor_options result;
  std::set<std::string> names;
  for (const auto& seat : parts.seats) {
    const auto& adapter = seat.adapter;
    for (auto& x : adapter->budgets())
      result.budgets.push_back(std::move(x));
    for (auto& x : exits_of(*adapter))
      result.exits.push_back(std::move(x));
    result.connects.merge(connect_budgets(*adapter));
    if (names.insert(std::string{adapter->venue()}).second)
      result.scanners.push_back(
        {std::string{adapter->venue()}, adapter->scan_spends()});
  }
  result.fresh = parts.fresh;
  result.wall = parts.wall;
  result.log = parts.log;
  return result;
}

health_monitor_options health_options_of(const node_parts& parts) {
  health_monitor_options result;
  result.batch_min = static_cast<int>(parts.scan.batch_min);
  result.batch_max = static_cast<int>(parts.scan.batch_max);
  result.breaker.errors = parts.breaker.errors;
  result.breaker.cooldown = parts.breaker.cooldown;
  result.seed = random_source{parts.seed}.derive(health_jitter).next();
  result.log = parts.log;
  return result;
}

scheduler_options scheduler_options_of(const node_parts& parts) {
  scheduler_options result;
  result.batch_min = static_cast<int>(parts.scan.batch_min);
  result.delay = parts.scan.delay;
  result.funnel = parts.scan.mode == config::scan_mode::funnel;
  result.filters.survivors_max = parts.scan.survivors;
  result.log = parts.log;
  return result;
}

monitor_options monitor_options_of(const node_parts& parts) {
  monitor_options result;
  result.mode = parts.mode;
  result.version = version;
  result.absent = parts.absent;
  result.brokers = parts.seats.size();
  result.cannot_trade = parts.cannot_trade;
  result.warn_single_exchange = parts.warn_single_exchange;
  result.board = parts.board;
  result.wall = parts.wall;
  result.log = parts.log;
  return result;
}

broker_options broker_options_of(const node_parts& parts, std::size_t index) {
  broker_options result;
  result.owner = static_cast<std::uint32_t>(index + 1);
  result.adapter = parts.seats[index].adapter;
  result.key_id = parts.seats[index].key_id;
  result.refuse_withdrawal = parts.seats[index].refuse_withdrawal;
  result.transport = parts.transport;
  if (parts.scan.streams && parts.seats[index].may_stream)
    result.sockets = parts.sockets;
  result.wall = parts.wall;
  result.timeframe = parts.scan.timeframe;
  result.candles = parts.scan.candles;
  result.paper = parts.paper;
  result.seed = random_source{parts.seed}.derive(broker_jitter + index).next();
  result.log = parts.log;
  return result;
}

/// A plan that spawns through one of the spawn functions.
template <class Spawn, class Options>
child_plan plan(child_role role, std::string name, Spawn spawn,
                const Options& options) {
  return {role, std::move(name), [spawn, options](caf::actor_system& system) {
            return caf::actor_cast<caf::actor>(spawn(system, options));
          }};
}

/// The same, told whether it takes the place of one that failed: then it is not
/// fresh, whatever the node was, since work of the first one is on its way.
template <class Spawn, class Options>
child_plan plan_of_successors(child_role role, std::string name, Spawn spawn,
                              const Options& options) {
  const auto started = std::make_shared<bool>(false);
  return {role, std::move(name),
          [spawn, options, started](caf::actor_system& system) {
            auto mine = options;
            mine.replaces = std::exchange(*started, true);
            return caf::actor_cast<caf::actor>(spawn(system, std::move(mine)));
          }};
}

/// The same portfolio, whose entries somebody halts once it is up: the first
/// time, since whoever resumes them means it.
std::function<caf::actor(caf::actor_system&)>
halted_at_start(std::function<caf::actor(caf::actor_system&)> spawn,
                const std::string& why) {
  const auto said = std::make_shared<bool>(false);
  return [spawn = std::move(spawn), why, said](caf::actor_system& system) {
    // It knows the LEDGER by then.
    constexpr auto soon = std::chrono::seconds{1};
    auto made = spawn(system);
    if (!std::exchange(*said, true))
      caf::delayed_anon_send(caf::actor_cast<portfolio_actor>(made), soon,
                             halt_wish{true, why});
    return made;
  };
}

/// Who decides and who orders.
void add_traders(std::vector<child_plan>& children, const node_parts& parts) {
  children.push_back(plan(child_role::strategist, "strategist",
                          spawn_strategist,
                          strategist_options{parts.scan.timeframe, parts.log}));
  for (const auto& x : parts.accounts) {
    portfolio_options options;
    options.account = x.account;
    for (const auto& seat : parts.seats)
      if (seat.adapter->account() == x.account)
        options.venues.emplace_back(seat.adapter->venue());
    options.strategy = x.how;
    options.risk = x.risk;
    options.follows = x.follows;
    for (const auto& other : parts.accounts)
      if (other.follows == x.account)
        options.followers.push_back(other.account);
    options.wall = parts.wall;
    options.log = parts.log;
    auto child = plan(child_role::portfolio, "portfolio " + x.account,
                      spawn_portfolio, options);
    child.account = x.account;
    if (!x.halted_at_start.empty())
      child.spawn = halted_at_start(std::move(child.spawn), x.halted_at_start);
    children.push_back(std::move(child));
  }
}

} // namespace

system_config::system_config(std::shared_ptr<net::loop> at)
    : where{std::move(at)} {
  add_messages(*this);
  add_local_messages(*this);
  if (!where)
    return;
  load<loop_coordinator>();
  // Else an actor whose mailbox never empties would keep its turn for ever.
  set("scheduler.max-throughput", messages_a_turn);
}

result<done> take_nonce_marks(node_parts& parts) {
  for (auto& seat : parts.seats) {
    if (!seat.adapter->counts_nonces())
      continue;
    const auto mark = parts.store->load_nonce(seat.key_id);
    if (!mark)
      return mark.error();
    if (*mark)
      seat.adapter->skip_nonces(**mark);
  }
  return done{};
}

supervisor_actor start_node(caf::actor_system& system,
                            const node_parts& parts) {
  supervisor_options options;
  options.log = parts.log;
  auto& children = options.children;
  children.push_back(plan(child_role::ledger, "ledger", spawn_ledger,
                          ledger_options{parts.store, parts.journal,
                                         parts.ledger_thread, parts.log}));
  children.push_back(plan(child_role::monitor, "monitor", spawn_monitor,
                          monitor_options_of(parts)));
  children.push_back(plan_of_successors(child_role::governor, "rate-governor",
                                        spawn_rate_governor,
                                        governor_options_of(parts)));
  children.push_back(plan(child_role::health, "health-monitor",
                          spawn_health_monitor, health_options_of(parts)));
  children.push_back(plan_of_successors(child_role::scheduler, "scheduler",
                                        spawn_scheduler,
                                        scheduler_options_of(parts)));
  if (parts.journal)
    add_traders(children, parts);
  for (std::size_t i = 0; i < parts.seats.size(); ++i) {
    const auto& adapter = *parts.seats[i].adapter;
    children.push_back(plan(child_role::broker,
                            "broker " + std::string{adapter.venue()} + '/'
                              + std::string{adapter.account()},
                            spawn_broker, broker_options_of(parts, i)));
  }
  if (parts.on_spawn)
    for (auto& x : children)
      x.spawn = [spawn = std::move(x.spawn),
                 tell = parts.on_spawn](caf::actor_system& where) {
        auto made = spawn(where);
        tell(made);
        return made;
      };
  return spawn_supervisor(system, std::move(options));
}

} // namespace ballast::apps
