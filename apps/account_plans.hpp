// Which account trades, by which strategy and within which limits: the
// settings, and what a demo shows without any.
#pragma once

#include "apps/node.hpp"
#include "config/settings.hpp"
#include "domain/result.hpp"

#include <vector>

namespace ballast::apps {

/// One for each account that has a seat.
///
/// A demo shows what can be: MASTER trades by its own strategy, USER_1 enters
/// by chance and holds for 20 seconds, and where apps/demo tells of more users,
/// USER_4 is halted. What a configuration says of an account's strategy comes
/// first.
/// @returns ec::invalid_argument for a strategy that is not there, or limits of
///          risk that cannot be.
result<std::vector<account_plan>>
plan_accounts(const config::settings& settings,
              const std::vector<broker_seat>& seats);

} // namespace ballast::apps
