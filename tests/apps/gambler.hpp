// A trader that enters whatever it sees, and what it may.
#pragma once

#include "apps/account_plans.hpp"
#include "domain/strategy.hpp"

#include <chrono>
#include <string>
#include <utility>

namespace ballast::test {

/// Enters by chance and leaves after `held_max`; no loss stops it.
/// @param chance of entering at each look, (0, 1].
inline apps::account_plan gambler(const std::string& account,
                                  std::chrono::seconds held_max
                                  = std::chrono::seconds{20},
                                  double chance = 1) {
  strategy_setup setup;
  setup.chance = chance;
  setup.exits = exit_rules::thirds();
  setup.exits->held_max = held_max;
  apps::account_plan result;
  result.account = account;
  result.how = std::move(*make_strategy("random_entry", setup));
  result.risk.max_positions = 20;
  result.risk.max_daily_loss = decimal::whole(1);
  result.risk.max_drawdown = decimal::whole(1);
  result.risk.cooldown = std::chrono::seconds{0};
  return result;
}

} // namespace ballast::test
