// A PORTFOLIO: one account, on all of its venues. It asks its strategy about
// every market that moves, lets risk say how much of a wish may be, writes each
// intent down before anything of it leaves, and follows what becomes of it.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "domain/risk_rules.hpp"
#include "domain/strategy.hpp"
#include "domain/time.hpp"

#include <caf/actor_system.hpp>

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>
#include <vector>

namespace ballast {

struct portfolio_options {
  std::string account; ///< "master"
  /// Where it has a broker.
  std::vector<std::string> venues;
  std::shared_ptr<const ballast::strategy> strategy;
  risk_rules risk;
  /// Whose decisions to enter it takes over, in place of its own; empty: none.
  std::string follows;
  /// Who takes over this account's.
  std::vector<std::string> followers;
  std::shared_ptr<const calendar> wall;
  /// An order that could not be sent within this is not sent at all.
  duration leaves_within = std::chrono::seconds{5};
  /// Orders, fills and decisions that are kept to be looked at.
  std::size_t rows_max = 1000;
  log_sink log;
};

portfolio_actor spawn_portfolio(caf::actor_system& system,
                                portfolio_options options);

} // namespace ballast
