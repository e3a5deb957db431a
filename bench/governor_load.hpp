// The load that the governor is measured under: five venues, fifty accounts,
// 12,337 markets in line, and limits that allow 10,000 requests a second.
#pragma once

#include "domain/rate_budgets.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast::bench {

inline constexpr std::size_t venue_count = 5;
inline constexpr std::size_t account_count = 50;
inline constexpr std::uint32_t market_count = 12'337;

struct limited_budget {
  std::string id;
  limit_row row;
  bool exits_spend = false;
};

/// Of each venue: what its address may do (a window here, a bucket there), what
/// each key may, and what scanning may.
/// @param per_second requests over all venues, for the limits of addresses.
std::vector<limited_budget> loaded_budgets(std::uint32_t per_second);

std::string venue_of(std::size_t account);   ///< "v0" to "v4"
std::string address_of(std::size_t account); ///< "v0.address"
std::string key_of(std::size_t account);     ///< "v0.key@a0"

/// A wish of one account, of a lane: each has a line of its own.
permit_wish wish_of(std::size_t account, lane where, std::uint32_t count);
/// The scans of a venue's first account, which wait for most of the time.
permit_wish scans_of(std::size_t venue);

struct arithmetic {
  double us_a_grant = 0;
  std::uint64_t grants = 0;
  double per_second = 0;   ///< In the time of the run.
  std::uint64_t looks = 0; ///< Calls of grant().
};

/// Runs the budgets alone for some seconds of their own time: every answer and
/// every wake is followed by a look, as in the actor.
arithmetic measure_arithmetic(duration time, duration round_trip);

} // namespace ballast::bench
