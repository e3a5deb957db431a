// The bugs of ledger_bugs.cmake, and which of them is switched on. Only the
// copy that plant_bugs.cmake writes for ledger_bugs_tests asks.
#pragma once

// clang-format off
/// Every bug, and the beginning of the names of the test suites that must find
/// it. ballast_find_bugs makes a test of each line.
#define BALLAST_BUGS(bug) \
  bug(answered_before_the_flush, Ledger) \
  bug(failure_told_as_done, Ledger) \
  bug(failure_kept_to_itself, Ledger) \
  bug(read_without_what_waits, Ledger) \
  bug(entries_of_other_accounts_told, Ledger)
// clang-format on

#include "tests/support/bug_list.hpp"
