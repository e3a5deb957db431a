// One thread, a clock moved by hand, nothing sleeps: the fixture of every
// actor's test.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>
#include <caf/scheduler/test_coordinator.hpp>
#include <caf/scoped_actor.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

namespace ballast::test {

class fixed_calendar : public calendar {
public:
  unix_time value{std::chrono::milliseconds{1768214307000}};
  unix_time now() const override { return value; }
};

class actor_test : public ::testing::Test {
protected:
  struct configuration : caf::actor_system_config {
    configuration() {
      add_messages(*this);
      add_local_messages(*this);
      set("scheduler.policy", caf::atom("testing"));
    }
  };

  actor_test()
      : sys{config}, sched{dynamic_cast<caf::scheduler::test_coordinator&>(
                       sys.scheduler())} {}
  ~actor_test() override { sched.run(); }

  time_point now() { return sched.clock().now(); }

  /// Runs until no actor has work; time stands still.
  void run() { sched.run(); }

  /// Lets time pass, timer by timer.
  void advance(duration how_long) {
    run();
    const auto end = now() + how_long;
    const auto& timers = sched.clock().schedule();
    while (!timers.empty() && timers.begin()->first <= end) {
      sched.clock().advance_time(
        std::max(timers.begin()->first - now(), duration::zero()));
      run();
    }
    sched.clock().advance_time(end - now());
    run();
  }

  log_sink log() {
    return [this](log_level, const std::string& who, const std::string& text) {
      lines.push_back(who + ": " + text);
    };
  }
  bool logged(const std::string& part) const {
    return std::any_of(lines.begin(), lines.end(), [&](const auto& x) {
      return x.find(part) != std::string::npos;
    });
  }

  std::vector<std::string> lines;
  configuration config;
  caf::actor_system sys;
  caf::scheduler::test_coordinator& sched;
};

} // namespace ballast::test
