// The bugs of journal_bugs.cmake, and which of them is switched on. Only the
// copies that plant_bugs.cmake writes for journal_bugs_tests ask.
#pragma once

// clang-format off
/// Every bug, and the beginning of the names of the test suites that must find
/// it. ballast_find_bugs makes a test of each line.
#define BALLAST_BUGS(bug) \
  bug(flush_missing, JournalFaults) \
  bug(confirmed_before_it_is_committed, Journal.) \
  bug(mark_not_written, JournalDamage) \
  bug(last_row_of_a_group_skipped, Journal.) \
  bug(group_written_backwards, Journal.) \
  bug(rows_not_chained, JournalDamage) \
  bug(sum_without_the_last_cell, JournalDamage) \
  bug(sum_without_the_later_columns, JournalDamage) \
  bug(sum_with_the_empty_ones_of_later_columns, JournalUpgrade) \
  bug(trigger_not_stored, Journal.) \
  bug(damaged_file_is_brought_to_the_newest_version, JournalUpgrade) \
  bug(goes_on_after_a_failure, JournalFaults) \
  bug(failure_taken_for_done, JournalFaults) \
  bug(other_writer_not_seen, JournalDamage) \
  bug(mode_not_compared, Journal.) \
  bug(begun_anew_where_it_is_gone, JournalDamage) \
  bug(shorter_than_its_mark, JournalDamage) \
  bug(other_history_than_its_mark, JournalDamage) \
  bug(other_journal_than_before, JournalDamage) \
  bug(mark_in_one_place_only, JournalDamage) \
  bug(mark_without_its_check, JournalDamage) \
  bug(older_mark_believed, JournalDamage)
// clang-format on

#include "tests/support/bug_list.hpp"
