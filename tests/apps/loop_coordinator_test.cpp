// CAF's scheduler on a loop of ours, with real threads and the real clock: what
// is waited for comes soon, and nothing here depends on how soon.
#include "apps/loop_coordinator.hpp"
#include "apps/node.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>
#include <caf/stateful_actor.hpp>

#include <gtest/gtest.h>

#include <array>
#include <chrono>
#include <string>
#include <thread>
#include <vector>

namespace ballast::apps {
namespace {

using namespace std::chrono_literals;
using steady = std::chrono::steady_clock;

/// Longer than any machine is busy.
constexpr auto patience = 60s;

class LoopCoordinator : public ::testing::Test {
protected:
  std::shared_ptr<net::loop> loop = std::make_shared<net::loop>();
};

struct one_system {
  explicit one_system(const std::shared_ptr<net::loop>& loop)
      : configuration{loop}, system{configuration} {}
  system_config configuration;
  caf::actor_system system;
};

struct counting_state {
  std::size_t count = 0;
  bool was_elsewhere = false;
};

caf::behavior counting(caf::stateful_actor<counting_state>* self,
                       const net::loop* loop) {
  return {
    [=](caf::put_atom) {
      ++self->state.count;
      self->state.was_elsewhere |= !loop->is_here();
    },
    [=](caf::get_atom) -> std::uint64_t { return self->state.count; },
    [=](caf::ok_atom) -> bool { return self->state.was_elsewhere; },
  };
}

TEST_F(LoopCoordinator, LosesNoMessageOfOtherThreadsAndStaysOnItsOwn) {
  constexpr std::size_t senders = 4;
  constexpr std::size_t each = 5'000;
  one_system at{loop};
  const auto counter = at.system.spawn(counting, loop.get());
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < senders; ++i)
    threads.emplace_back([&] {
      for (std::size_t n = 0; n < each; ++n)
        caf::anon_send(counter, caf::put_atom_v);
    });
  for (auto& x : threads)
    x.join();
  caf::scoped_actor me{at.system};
  // Behind what each thread sent: messages of one sender keep their order, and
  // the threads have ended.
  me->request(counter, patience, caf::get_atom_v)
    .receive([&](std::uint64_t x) { EXPECT_EQ(x, senders * each); },
             [](const caf::error&) { ADD_FAILURE() << "no answer"; });
  me->request(counter, patience, caf::ok_atom_v)
    .receive([](bool elsewhere) { EXPECT_FALSE(elsewhere); },
             [](const caf::error&) { ADD_FAILURE() << "no answer"; });
}

/// Notes the order in which delays ring: told after the last.
struct waking_state {
  std::size_t count = 0;
  std::string rang;
};

caf::behavior waking(caf::stateful_actor<waking_state>* self, std::size_t count,
                     const caf::actor& tell) {
  return {[=](std::uint64_t ms) {
    self->state.rang += std::to_string(ms) + ' ';
    if (++self->state.count < count)
      return;
    self->send(tell, self->state.rang);
    self->quit();
  }};
}

TEST_F(LoopCoordinator, LetsTimersRingInTheirOrderWhoeverSetsThem) {
  // Later ones are set first, so that each is sooner than the one armed.
  constexpr std::array<std::uint64_t, 6> delays{60, 50, 40, 30, 20, 10};
  one_system at{loop};
  caf::scoped_actor me{at.system};
  const auto sleeper
    = at.system.spawn(waking, delays.size(), caf::actor_cast<caf::actor>(me));
  const auto begin = steady::now();
  auto& clock = at.system.clock();
  for (const auto x : delays)
    clock.schedule_message(
      begin + x * 1ms, caf::actor_cast<caf::strong_actor_ptr>(sleeper),
      caf::make_mailbox_element(nullptr, caf::make_message_id(), {}, x));
  me->receive(
    [&](const std::string& rang) { EXPECT_EQ(rang, "10 20 30 40 50 60 "); },
    caf::after(patience) >> [] { ADD_FAILURE() << "some never rang"; });
  EXPECT_GE(steady::now() - begin, delays.front() * 1ms);
}

TEST_F(LoopCoordinator, GivesUpRequestsWhoseTimeIsOver) {
  one_system at{loop};
  const auto mute = at.system.spawn([](caf::event_based_actor* self) {
    return caf::behavior{[=](caf::get_atom) {
      return self->make_response_promise<std::uint64_t>();
    }};
  });
  const auto asking
    = at.system.spawn([=](caf::event_based_actor* self) -> caf::behavior {
        return {[=](caf::get_atom) {
          auto answer = self->make_response_promise<bool>();
          self->request(mute, 5ms, caf::get_atom_v)
            .then([=](std::uint64_t) mutable { answer.deliver(false); },
                  [=](const caf::error& x) mutable {
                    answer.deliver(x == caf::sec::request_timeout);
                  });
          return answer;
        }};
      });
  caf::scoped_actor me{at.system};
  me->request(asking, patience, caf::get_atom_v)
    .receive([](bool timed_out) { EXPECT_TRUE(timed_out); },
             [](const caf::error&) { ADD_FAILURE() << "no answer"; });
  caf::anon_send_exit(mute, caf::exit_reason::user_shutdown);
}

TEST_F(LoopCoordinator, SilencesTimersThatWereCancelled) {
  one_system at{loop};
  // A new receive timeout takes the place of the last: only silence is told.
  const auto listener
    = at.system.spawn([](caf::event_based_actor* self) -> caf::behavior {
        auto answer = std::make_shared<caf::response_promise>();
        return {[=](caf::get_atom) {
                  *answer = self->make_response_promise();
                  return *answer;
                },
                caf::after(20ms) >>
                  [=] {
                    if (answer->pending())
                      answer->deliver(caf::ok_atom_v);
                  }};
      });
  caf::scoped_actor me{at.system};
  const auto begin = steady::now();
  me->request(listener, patience, caf::get_atom_v)
    .receive([&](caf::ok_atom) { EXPECT_GE(steady::now() - begin, 20ms); },
             [](const caf::error&) { ADD_FAILURE() << "no answer"; });
  caf::anon_send_exit(listener, caf::exit_reason::user_shutdown);
}

/// Sends to itself for ever: there is always a job.
caf::behavior restless(caf::event_based_actor* self) {
  self->send(self, caf::put_atom_v);
  return {[=](caf::put_atom) { self->send(self, caf::put_atom_v); }};
}

TEST_F(LoopCoordinator, LeavesSocketsTheirTurnsWhileActorsAreBusy) {
  one_system at{loop};
  const auto busy = at.system.spawn(restless);
  // What sockets tell comes through the loop as this does.
  auto seen = 0;
  for (auto i = 0; i < 100; ++i)
    loop->settle([&seen] { ++seen; });
  EXPECT_EQ(seen, 100);
  caf::anon_send_exit(busy, caf::exit_reason::kill);
}

TEST_F(LoopCoordinator, EndsWithMessagesForLaterAndLeavesTheLoopRunning) {
  for (auto round = 0; round < 3; ++round) {
    one_system at{loop};
    const auto counter = at.system.spawn(counting, loop.get());
    caf::anon_send(counter, caf::put_atom_v);
    const auto other = at.system.spawn(counting, loop.get());
    // Holds a handle of an actor that nobody else holds any more.
    caf::delayed_anon_send(counter, 10h, other);
    caf::anon_send_exit(counter, caf::exit_reason::user_shutdown);
    caf::anon_send_exit(other, caf::exit_reason::user_shutdown);
  }
  auto alive = false;
  loop->settle([&] { alive = true; });
  EXPECT_TRUE(alive);
}

TEST_F(LoopCoordinator, EndsThoughActorsAreStillAtWork) {
  {
    one_system at{loop};
    at.system.await_actors_before_shutdown(false);
    at.system.spawn(restless);
    const auto sleeper = at.system.spawn(counting, loop.get());
    caf::delayed_anon_send(sleeper, 10h, caf::put_atom_v);
  }
  auto alive = false;
  loop->settle([&] { alive = true; });
  EXPECT_TRUE(alive);
}

} // namespace
} // namespace ballast::apps
