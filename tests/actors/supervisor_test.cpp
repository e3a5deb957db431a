#include "actors/supervisor.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/send.hpp>

#include <stdexcept>

namespace ballast {

namespace {

using namespace std::chrono_literals;

/// What happened to the children, in order.
struct nursery {
  std::vector<std::string> events;
  std::size_t count(const std::string& x) const {
    return static_cast<std::size_t>(
      std::count(events.begin(), events.end(), x));
  }
  std::size_t place(const std::string& x) const {
    return static_cast<std::size_t>(std::find(events.begin(), events.end(), x)
                                    - events.begin());
  }
};

/// A member that notes its life and throws on its `tick` when told to.
caf::actor child(caf::actor_system& sys, std::shared_ptr<nursery> n,
                 const std::string& name, std::shared_ptr<bool> throws,
                 bool drains) {
  auto handle
    = sys.spawn([=](member_actor::pointer self) -> member_actor::behavior_type {
        n->events.push_back("start " + name);
        return {
          [=](const wiring&) { n->events.push_back("wire " + name); },
          [=](drain_atom) {
            n->events.push_back("drain " + name);
            if (drains)
              caf::anon_send(
                caf::actor_cast<supervisor_actor>(self->current_sender()),
                drained{name});
          },
          [=](caf::close_atom) {
            n->events.push_back("close " + name);
            self->quit();
          },
          [=](caf::tick_atom) {
            if (*throws)
              throw std::runtime_error{"boom"};
          },
        };
      });
  return caf::actor_cast<caf::actor>(handle);
}

class Supervisor : public test::actor_test {
protected:
  void start(bool drains = true) {
    supervisor_options options;
    options.log = log();
    for (const auto& [role, name] :
         {std::pair{child_role::ledger, "ledger"},
          std::pair{child_role::governor, "governor"},
          std::pair{child_role::broker, "broker"}})
      options.children.push_back(
        {role, name, [this, drains, name = std::string{name}](auto& system) {
           auto handle = child(system, notes, name, throws, drains);
           children[name] = handle;
           return handle;
         }});
    supervisor = spawn_supervisor(sys, options);
    run();
  }
  void hit(const std::string& name) {
    *throws = true;
    caf::anon_send(caf::actor_cast<member_actor>(children[name]),
                   caf::tick_atom_v);
    run();
    *throws = false;
  }
  void stop() {
    caf::anon_send(supervisor, caf::close_atom_v);
    supervisor = nullptr;
    children.clear();
    advance(20s);
  }

  std::shared_ptr<nursery> notes = std::make_shared<nursery>();
  std::shared_ptr<bool> throws = std::make_shared<bool>(false);
  std::map<std::string, caf::actor> children;
  supervisor_actor supervisor;
};

TEST_F(Supervisor, RestartsTheOneThatFailedAndTellsAllOfIt) {
  start();
  EXPECT_EQ(notes->count("start broker"), 1U);
  hit("broker");
  EXPECT_TRUE(logged("broker ended"));
  advance(100ms);
  EXPECT_EQ(notes->count("start broker"), 2U);
  EXPECT_EQ(notes->count("start governor"), 1U);
  EXPECT_EQ(notes->count("wire governor"), 2U);
  stop();
}

TEST_F(Supervisor, WaitsLongerForEachFailureInARow) {
  start();
  for (int i = 0; i < 3; ++i) {
    hit("broker");
    advance(i == 0 ? 100ms : i == 1 ? 200ms : 399ms);
  }
  EXPECT_EQ(notes->count("start broker"), 3U);
  advance(1ms);
  EXPECT_EQ(notes->count("start broker"), 4U);
  // Half a minute of good conduct, and the count begins anew.
  advance(31s);
  hit("broker");
  advance(100ms);
  EXPECT_EQ(notes->count("start broker"), 5U);
  stop();
}

TEST_F(Supervisor, DrainsBeforeItClosesAndTheLedgerLeavesLast) {
  start();
  stop();
  EXPECT_LT(notes->place("drain broker"), notes->place("close broker"));
  EXPECT_LT(notes->place("close broker"), notes->place("close governor"));
  EXPECT_LT(notes->place("close governor"), notes->place("close ledger"));
  EXPECT_EQ(notes->count("close ledger"), 1U);
}

TEST_F(Supervisor, ClosesAfterTheDeadlineThoughARequestIsStillOut) {
  start(false);
  caf::anon_send(supervisor, caf::close_atom_v);
  advance(3900ms);
  EXPECT_EQ(notes->count("close broker"), 0U);
  advance(200ms);
  EXPECT_EQ(notes->count("close broker"), 1U);
  EXPECT_TRUE(logged("requests are still out"));
  supervisor = nullptr;
  children.clear();
  advance(20s);
}

TEST_F(Supervisor, FaultP10_TakesASecondStopForTheFirst) {
  start();
  caf::anon_send(supervisor, caf::close_atom_v);
  caf::anon_send(supervisor, caf::close_atom_v);
  stop();
  EXPECT_EQ(notes->count("drain broker"), 1U);
  EXPECT_EQ(notes->count("close ledger"), 1U);
}

/// A health monitor that notes the rules it is told, and throws when told to.
caf::actor noting_health(caf::actor_system& sys, std::shared_ptr<nursery> n,
                         std::shared_ptr<bool> throws) {
  auto handle = sys.spawn([n, throws](health_monitor_actor::pointer self)
                            -> health_monitor_actor::behavior_type {
    return {
      [](const wiring&) {},
      [](drain_atom) {},
      [self](caf::close_atom) { self->quit(); },
      [throws](caf::tick_atom) {
        if (*throws)
          throw std::runtime_error{"boom"};
      },
      [](const request_outcome&) {},
      [](const cycle_done&) {},
      [](const broker_status&) {},
      [n](const breaker_wish& x) {
        n->events.push_back(x.venue + ' ' + to_string(x.rule));
        return caf::ok_atom_v;
      },
    };
  });
  return caf::actor_cast<caf::actor>(handle);
}

// What a person holds open must not open by itself because an actor failed.
TEST_F(Supervisor, TellsARestartedHealthMonitorTheRulesAgain) {
  supervisor_options options;
  options.log = log();
  options.children.push_back(
    {child_role::health, "health", [this](auto& system) {
       return children["health"] = noting_health(system, notes, throws);
     }});
  supervisor = spawn_supervisor(sys, options);
  run();
  caf::anon_send(supervisor, breaker_wish{"okx", breaker_rule::held_open});
  caf::anon_send(supervisor, breaker_wish{"kraken", breaker_rule::shadow});
  caf::anon_send(supervisor, breaker_wish{"kraken", breaker_rule::normal});
  run();
  EXPECT_EQ(notes->count("okx held_open"), 1U);
  EXPECT_EQ(notes->count("kraken normal"), 1U);
  hit("health");
  advance(100ms);
  EXPECT_EQ(notes->count("okx held_open"), 2U);
  EXPECT_EQ(notes->count("kraken shadow"), 1U);
  EXPECT_EQ(notes->count("kraken normal"), 1U);
  stop();
}

} // namespace

} // namespace ballast
