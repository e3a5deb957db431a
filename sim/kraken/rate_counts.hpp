// The counters of the simulated Kraken's matching engine: one of each account
// and pair, whichever way its orders come.
#pragma once

#include "sim/limiter.hpp"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <utility>

namespace ballast::sim::kraken {

enum class counted_action : std::uint8_t { add, amend, edit, cancel };

/// What an action adds to the counter: a fixed part, and one by the age of the
/// order since it came or was last amended.
/// @param age of no order: forever
/// Source: kraken.md section 7.2.
std::uint32_t count_of(counted_action what, duration age);

/// Keeps no clock. A call that finds no room is refused and adds nothing.
class rate_counts {
public:
  explicit rate_counts(limit_rule rule) : rule_{rule} {}

  /// @returns false where it is too much.
  bool add(std::size_t account, const std::string& pair, std::uint32_t count,
           time_point now);

private:
  limit_rule rule_;
  std::map<std::pair<std::size_t, std::string>, limiter> counters_;
};

} // namespace ballast::sim::kraken
