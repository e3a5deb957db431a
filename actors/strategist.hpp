// The STRATEGIST: keeps the indicators of every market that is scanned and
// tells the portfolios what has moved. It speaks of markets, never of money.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"

#include <caf/actor_system.hpp>

#include <chrono>

namespace ballast {

struct strategist_options {
  std::chrono::seconds timeframe{300};
  log_sink log;
};

strategist_actor spawn_strategist(caf::actor_system& system,
                                  strategist_options options);

} // namespace ballast
