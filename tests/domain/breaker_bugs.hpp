// The bugs of breaker_bugs.cmake, and which of them is switched on. Only the
// copy that plant_bugs.cmake writes for breaker_bugs_tests asks.
#pragma once

// clang-format off
/// Every bug, and the beginning of the names of the test suites that must find
/// it. ballast_find_bugs makes a test of each line.
#define BALLAST_BUGS(bug) \
  bug(two_probes_at_once, CircuitBreaker) \
  bug(probe_of_the_past_believed, CircuitBreaker) \
  bug(later_ban_shortens_the_first, CircuitBreaker) \
  bug(ban_lifted_by_hand, CircuitBreaker) \
  bug(ban_lifted_by_any_rule, BreakerRules) \
  bug(held_open_cools_down, BreakerRules) \
  bug(disabled_counts, BreakerRules) \
  bug(calls_of_another_rule_remembered, BreakerRules) \
  bug(disabled_probes_after_a_ban, BreakerRules) \
  bug(shadow_stops_calls, BreakerRules) \
  bug(shadow_sends_probes, BreakerRules) \
  bug(shadow_passes_a_ban, BreakerRules) \
  bug(ban_in_shadow_untold, BreakerRules)
// clang-format on

#include "tests/support/bug_list.hpp"
