// The SUPERVISOR: starts its children, tells them of each other, restarts the
// one that fails and no other, and takes the node down in order.
//
//   running ──close──▶ draining ──all drained, or 4 s──▶ closing ──▶ gone
//                                                          │
//     brokers, scheduler, health ─▶ governor, portfolios ─▶ ledger, monitor
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "domain/time.hpp"

#include <caf/actor_system.hpp>

#include <functional>
#include <string>
#include <vector>

namespace ballast {

enum class child_role : std::uint8_t {
  ledger,
  monitor,
  governor,
  health,
  scheduler,
  broker,
  strategist,
  portfolio,
};

struct child_plan {
  child_role role;
  std::string name; ///< "broker coinbase/master"
  std::function<caf::actor(caf::actor_system&)> spawn;
  std::string account = {}; ///< Of a portfolio.
};

struct supervisor_options {
  std::vector<child_plan> children; ///< Started in this order.
  duration backoff_min = std::chrono::milliseconds{100};
  duration backoff_max = std::chrono::seconds{10};
  duration forget_after = std::chrono::seconds{30};
  /// With three waves of closing: within the ten seconds that are promised.
  duration drain_deadline = std::chrono::seconds{4};
  duration close_deadline = std::chrono::seconds{1};
  log_sink log;
};

supervisor_actor spawn_supervisor(caf::actor_system& system,
                                  supervisor_options options);

} // namespace ballast
