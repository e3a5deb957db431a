// The RATE GOVERNOR: carries questions to rate_budgets and permits back.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "domain/rate_budgets.hpp"
#include "domain/time.hpp"
#include "venues/adapter.hpp"

#include <caf/actor_system.hpp>

#include <memory>
#include <set>
#include <string>
#include <vector>

namespace ballast {

struct rate_governor_options {
  std::vector<venues::budget_definition> budgets;
  /// What one scan request of a venue spends: for its meter.
  struct scanner {
    std::string venue;
    std::vector<spend> spends;
  };
  std::vector<scanner> scanners;
  /// What each kind of exit of an account spends, for EXIT's part to hold one.
  std::vector<std::vector<spend>> exits;
  /// Budgets that opening a socket spends from first: what comes of that says
  /// nothing of the API's health.
  std::set<std::string> connects;
  /// Simulated exchanges of the same process start fresh, and so do we. Else
  /// nothing is granted before the LEDGER has said what was spent.
  bool fresh = false;
  /// Takes the place of a governor that failed: what that one granted may still
  /// be on its way, so nothing is granted before it must have been answered.
  bool replaces = false;
  std::shared_ptr<const calendar> wall;
  log_sink log;
};

rate_governor_actor spawn_rate_governor(caf::actor_system& system,
                                        rate_governor_options options);

} // namespace ballast
