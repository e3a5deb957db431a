// What one seed makes of a world: published limits, brokers, what they want,
// their links, and what goes wrong.
#pragma once

#include "domain/limit.hpp"
#include "domain/rate_budgets.hpp"
#include "tests/domain/governor_link.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast::test {

/// A published limit. Of a scope other than the address it is one budget an
/// account.
struct planned_row {
  limit_row row;
  bool exits_spend = false;
};

/// What one request costs of one limit.
struct planned_cost {
  std::size_t row = 0; ///< Index into world_plan::rows.
  std::uint32_t units = 1;
};

struct planned_wish {
  demand_id id = 0;
  ballast::lane lane = ballast::lane::scan;
  std::uint32_t count_max = 1;
  std::vector<planned_cost> costs; ///< A limit may stand in it twice.
};

/// One that asks: its account, its way to the venue, its habits.
struct planned_broker {
  std::uint32_t owner = 0; ///< The upper half of its wishes' ids.
  std::string account;
  link_kind link = link_kind::steady;
  duration median{};   ///< Of one way.
  duration patience{}; ///< Without an answer for so long: "unknown".
  duration pause{};    ///< At most this much between two posts.
  std::vector<planned_wish> wishes;
};

struct world_plan {
  std::uint64_t seed = 0;
  std::vector<planned_row> rows;
  std::vector<planned_broker> brokers;
  bool keeps_asking = false; ///< Wishes are posted once and never end.
  bool restarts = false;     ///< The governor stops, in good order or not.
  bool loses_store = false;  ///< ... and finds nothing of what it stored.
  bool steps_clock = false;  ///< The calendar is set, back and forth.
  bool complains = false;    ///< 429s and bans, deserved or not.
  bool loses = false;        ///< Unsent, unanswered and forgotten permits.
  bool brokers_die = false;
};

/// All of it at random.
world_plan any_plan(std::uint64_t seed);
/// No faults, one limit, one kind of request, always wanted: how much of the
/// limit is used?
world_plan busy_plan(std::uint64_t seed);
/// No faults, several limits and lanes, costs of all sizes, always wanted: is
/// everybody served?
world_plan crowded_plan(std::uint64_t seed);
/// No faults, one lane, accounts of which the first asks three times as often.
world_plan greedy_plan(std::uint64_t seed);

bool is_bucket(limit_kind kind);
/// N of a window, the burst of a bucket.
std::uint32_t size_of(const limit_row& row);
/// EXIT's part of a limit, as the rule sheet has it: a tenth, at least one of
/// several, at most all but one.
std::uint32_t exit_part(const planned_row& x);
/// The budget that a row is for an account.
std::string budget_id(const limit_row& row, const std::string& account);

} // namespace ballast::test
