// The HEALTH MONITOR: scores, batch sizes and breakers, each change with the
// outcomes behind it.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "domain/circuit_breaker.hpp"

#include <caf/actor_system.hpp>

#include <cstdint>

namespace ballast {

struct health_monitor_options {
  int batch_min = 5;
  int batch_max = 15;
  circuit_breaker::options breaker;
  std::uint64_t seed = 0; ///< Of the cooldowns' jitter.
  log_sink log;
};

health_monitor_actor spawn_health_monitor(caf::actor_system& system,
                                          health_monitor_options options);

} // namespace ballast
