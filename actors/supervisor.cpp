#include "actors/supervisor.hpp"

#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>

namespace ballast {

namespace {

struct supervisor_state;
using supervisor_pointer = supervisor_actor::stateful_pointer<supervisor_state>;

struct child {
  child_plan plan;
  caf::actor handle;
  duration backoff{};
  std::uint32_t restarts = 0;
  std::string last_error;
  bool drained = false;
};

const char* kind_of(child_role x) {
  switch (x) {
  case child_role::ledger:
    return "ledger";
  case child_role::monitor:
    return "monitor";
  case child_role::governor:
    return "rate-governor";
  case child_role::health:
    return "health-monitor";
  case child_role::scheduler:
    return "scheduler";
  case child_role::broker:
    return "broker";
  case child_role::strategist:
    return "strategist";
  case child_role::portfolio:
    return "portfolio";
  }
  return "?";
}

// Who leaves first: those who ask, then who answers them, then who remembers.
// Portfolios take up what the brokers' last answers were.
int leaving_order(child_role x) {
  switch (x) {
  case child_role::portfolio:
  case child_role::governor:
    return 1;
  case child_role::ledger:
  case child_role::monitor:
    return 2;
  default:
    return 0;
  }
}

constexpr int last_wave = 2;

// Within what a person waits for; a commit takes milliseconds.
constexpr auto answer_deadline = std::chrono::seconds{5};

member_actor as_member(const child& x) {
  return caf::actor_cast<member_actor>(x.handle);
}

struct supervisor_state {
  static inline const char* name = "supervisor";

  explicit supervisor_state(supervisor_pointer x) : self{x} {}

  void begin(supervisor_options opts) {
    options = std::move(opts);
    for (const auto& plan : options.children)
      children.push_back({plan, {}, {}, 0, {}, false});
    self->set_down_handler([this](caf::down_msg& x) { down(x); });
    for (auto& x : children)
      start(x);
    wire_all();
    tick();
  }

  void start(child& x) {
    x.handle = x.plan.spawn(self->system());
    self->monitor(x.handle);
    self->delayed_send(self, options.forget_after, caf::reset_atom_v,
                       index_of(x), std::uint64_t{x.restarts});
  }

  std::uint64_t index_of(const child& x) const {
    return static_cast<std::uint64_t>(&x - children.data());
  }

  void wire_all() {
    wiring all;
    for (const auto& x : children)
      place(all, x);
    for (const auto& x : children)
      if (x.handle)
        self->send(as_member(x), all);
  }

  static void place(wiring& all, const child& x) {
    switch (x.plan.role) {
    case child_role::ledger:
      all.ledger = x.handle;
      break;
    case child_role::monitor:
      all.monitor = x.handle;
      break;
    case child_role::governor:
      all.governor = x.handle;
      break;
    case child_role::health:
      all.health = x.handle;
      break;
    case child_role::scheduler:
      all.scheduler = x.handle;
      break;
    case child_role::strategist:
      all.strategist = x.handle;
      break;
    case child_role::broker:
      if (x.handle)
        all.brokers.push_back(x.handle);
      break;
    case child_role::portfolio:
      if (x.handle)
        all.portfolios.push_back({x.plan.account, x.handle});
      break;
    }
  }

  // -- failures --------------------------------------------------------------

  void down(const caf::down_msg& x) {
    const auto i
      = std::find_if(children.begin(), children.end(), [&](const child& c) {
          return c.handle && c.handle.address() == x.source;
        });
    if (i == children.end())
      return;
    i->handle = nullptr;
    if (wave >= 0)
      return close_next();
    ++i->restarts;
    i->last_error = self->system().render(x.reason);
    i->backoff
      = std::clamp(i->backoff * 2, options.backoff_min, options.backoff_max);
    options.log(log_level::error, "supervisor",
                fmt::format("{} ended ({}): starting it again in {:.1f}s",
                            i->plan.name, i->last_error, seconds(i->backoff)));
    tell(*i);
    close_if_drained();
    self->delayed_send(self, i->backoff, start_atom_v, index_of(*i));
  }

  void restart(std::uint64_t index) {
    if (index >= children.size() || children[index].handle || wave >= 0)
      return;
    start(children[index]);
    if (draining)
      self->send(as_member(children[index]), drain_atom_v);
    wire_all();
    if (children[index].plan.role == child_role::health)
      tell_rules(children[index]);
  }

  /// What a person has held open must not open by itself because of a restart.
  void tell_rules(const child& health) const {
    for (const auto& [venue, wish] : breaker_rules)
      caf::anon_send(caf::actor_cast<health_monitor_actor>(health.handle),
                     wish);
  }

  void forgive(std::uint64_t index, std::uint64_t restarts) {
    if (index < children.size() && children[index].restarts == restarts)
      children[index].backoff = duration::zero();
  }

  void tick() {
    ++handled;
    for (const auto& x : children)
      tell(x);
    tell_of_itself();
    self->delayed_send(self, std::chrono::seconds{1}, caf::tick_atom_v);
  }

  void tell(const child& x) {
    const auto monitor = handle_of(child_role::monitor);
    if (!monitor)
      return;
    self->send(caf::actor_cast<monitor_actor>(monitor),
               actor_life{x.plan.name, kind_of(x.plan.role),
                          x.handle ? "running" : "restarting", x.restarts,
                          x.last_error});
  }

  void tell_of_itself() {
    const auto monitor = handle_of(child_role::monitor);
    if (!monitor)
      return;
    const auto to = caf::actor_cast<monitor_actor>(monitor);
    self->send(to, actor_vitals{"supervisor", "supervisor",
                                self->mailbox().size(), handled});
    self->send(to, actor_life{"supervisor", "supervisor", "running", 0, {}});
  }

  caf::actor handle_of(child_role role) const {
    for (const auto& x : children)
      if (x.plan.role == role)
        return x.handle;
    return {};
  }

  // -- what people ask -------------------------------------------------------

  /// Answers once all have, or with the first that could not.
  caf::result<caf::ok_atom> pass_on(const halt_wish& x) {
    auto meant = std::vector<caf::actor>{};
    for (const auto& each : children) {
      if (each.plan.role != child_role::portfolio
          || (!x.account.empty() && x.account != each.plan.account))
        continue;
      if (!each.handle)
        return caf::make_error(caf::sec::runtime_error,
                               each.plan.name + " is starting: try again");
      meant.push_back(each.handle);
    }
    if (meant.empty())
      return caf::make_error(caf::sec::invalid_argument,
                             std::string{"no such account trades here"});
    auto promise = self->make_response_promise<caf::ok_atom>();
    const auto left = std::make_shared<std::size_t>(meant.size());
    for (const auto& each : meant)
      self->request(caf::actor_cast<portfolio_actor>(each), answer_deadline, x)
        .then(
          [promise, left](caf::ok_atom) mutable {
            if (--*left == 0)
              promise.deliver(caf::ok_atom_v);
          },
          [promise](caf::error& e) mutable { promise.deliver(std::move(e)); });
    return promise;
  }

  caf::result<why_answer> explain(const why_question& x) {
    auto promise = self->make_response_promise<why_answer>();
    const auto result = std::make_shared<why_answer>();
    const auto left = std::make_shared<int>(2);
    const auto take = [promise, result, left](why_part& into, why_part part) {
      into = std::move(part);
      if (--*left == 0)
        caf::typed_response_promise<why_answer>{promise}.deliver(
          std::move(*result));
    };
    ask<scheduler_actor>(
      handle_of(child_role::scheduler), x,
      [take, result](why_part y) { take(result->scanned, std::move(y)); });
    ask<portfolio_actor>(
      portfolio_of(x.account), x,
      [take, result](why_part y) { take(result->traded, std::move(y)); });
    return promise;
  }

  template <class Actor, class Take>
  void ask(const caf::actor& whom, const why_question& x, Take take) {
    if (!whom) {
      take(why_part{false,
                    "nobody",
                    "there is nobody to ask: it is starting, "
                    "or nothing trades for this account",
                    {}});
      return;
    }
    self->request(caf::actor_cast<Actor>(whom), answer_deadline, x)
      .then([take](why_part& y) { take(std::move(y)); },
            [take](const caf::error&) {
              take(why_part{false, "no_answer", "it does not answer", {}});
            });
  }

  caf::result<caf::ok_atom> pass_on(const breaker_wish& x) {
    const auto health = handle_of(child_role::health);
    if (!health)
      return caf::make_error(caf::sec::runtime_error,
                             std::string{"the health monitor is starting: try "
                                         "again"});
    breaker_rules.erase(x.venue);
    if (x.rule != breaker_rule::normal)
      breaker_rules.emplace(x.venue, x);
    return self->delegate(caf::actor_cast<health_monitor_actor>(health), x);
  }

  caf::actor portfolio_of(const std::string& account) const {
    for (const auto& x : children)
      if (x.plan.role == child_role::portfolio && x.plan.account == account)
        return x.handle;
    return {};
  }

  // -- the end ---------------------------------------------------------------

  void close() {
    if (draining)
      return; // A second SIGTERM is still a clean stop.
    draining = true;
    for (const auto& x : children)
      if (x.handle)
        self->send(as_member(x), drain_atom_v);
    self->delayed_send(self, options.drain_deadline, caf::timeout_atom_v,
                       std::uint64_t{0});
    close_if_drained();
  }

  void note_drained(const drained& x) {
    for (auto& c : children)
      c.drained = c.drained || c.plan.name == x.name;
    close_if_drained();
  }

  void close_if_drained() {
    const auto all
      = std::all_of(children.begin(), children.end(), [](const child& x) {
          return x.plan.role != child_role::broker || x.drained || !x.handle;
        });
    if (draining && wave < 0 && all)
      begin_closing();
  }

  void begin_closing() {
    wave = 0;
    send_wave();
  }

  void send_wave() {
    for (const auto& x : children)
      if (x.handle && leaving_order(x.plan.role) == wave)
        self->send(as_member(x), caf::close_atom_v);
    self->delayed_send(self, options.close_deadline, caf::timeout_atom_v,
                       static_cast<std::uint64_t>(wave) + 1);
    close_next();
  }

  void close_next() {
    const auto left
      = std::any_of(children.begin(), children.end(), [this](const child& x) {
          return x.handle && leaving_order(x.plan.role) == wave;
        });
    if (left)
      return;
    if (wave == last_wave) {
      self->quit();
      return;
    }
    ++wave;
    send_wave();
  }

  void timeout(std::uint64_t which) {
    if (which == 0) {
      if (wave >= 0)
        return;
      options.log(log_level::warning, "supervisor",
                  "requests are still out: leaving them to their deadlines");
      begin_closing();
      return;
    }
    if (static_cast<std::uint64_t>(wave) + 1 != which)
      return;
    for (auto& x : children)
      if (x.handle && leaving_order(x.plan.role) == wave) {
        options.log(log_level::error, "supervisor",
                    fmt::format("{} does not leave: ended", x.plan.name));
        self->send_exit(x.handle, caf::exit_reason::kill);
        x.handle = nullptr;
      }
    close_next();
  }

  supervisor_pointer self;
  supervisor_options options;
  std::vector<child> children;
  std::map<std::string, breaker_wish> breaker_rules; ///< By venue, but normal.
  std::uint64_t handled = 0;
  bool draining = false;
  int wave = -1; ///< Of closing; -1 before it.
};

supervisor_actor::behavior_type supervisor(supervisor_pointer self,
                                           supervisor_options options) {
  self->state.begin(std::move(options));
  return {
    [self](caf::tick_atom) { self->state.tick(); },
    [self](const drained& x) { self->state.note_drained(x); },
    [self](const halt_wish& x) { return self->state.pass_on(x); },
    [self](const why_question& x) { return self->state.explain(x); },
    [self](const breaker_wish& x) { return self->state.pass_on(x); },
    [self](start_atom, std::uint64_t x) { self->state.restart(x); },
    [self](caf::reset_atom, std::uint64_t index, std::uint64_t restarts) {
      self->state.forgive(index, restarts);
    },
    [self](caf::close_atom) { self->state.close(); },
    [self](caf::timeout_atom, std::uint64_t x) { self->state.timeout(x); },
  };
}

} // namespace

supervisor_actor spawn_supervisor(caf::actor_system& system,
                                  supervisor_options options) {
  return system.spawn(supervisor, std::move(options));
}

} // namespace ballast
