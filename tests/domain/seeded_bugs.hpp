// The bugs of seeded_bugs.cmake, and which of them is switched on. Only the
// copies of the governor's sources that plant_bugs.cmake writes for
// seeded_bugs_tests ask.
//
// Why copies: a policy or a hook in domain/ would stand in the way of everyone
// who reads the arithmetic, and be one more thing that could be on by mistake.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace ballast::test {

// clang-format off
/// Every bug, in the order of seeded_bugs.cmake, and which witness must find
/// it: others may, and some bugs show in several ways.
#define BALLAST_SEEDED_BUGS(bug) \
  bug(window_holds_one_too_many, arrivals) \
  bug(place_freed_a_window_after_sending, arrivals) \
  bug(window_ends_at_the_venues_edge, arrivals) \
  bug(place_kept_for_two_windows, busy) \
  bug(wakes_a_window_late, wakes) \
  bug(refill_rounded_to_whole_tokens, arrivals) \
  bug(same_time_drains_twice, arrivals) \
  bug(bucket_forgets_the_unanswered, arrivals) \
  bug(idle_time_earns_beyond_the_burst, arrivals) \
  bug(rate_taken_for_the_burst, arrivals) \
  bug(cost_ignored, arrivals) \
  bug(budget_named_twice_counts_once, arrivals) \
  bug(only_the_first_budget_asked, arrivals) \
  bug(address_limit_kept_per_account, arrivals) \
  bug(unanswered_forgotten_after_two_seconds, arrivals) \
  bug(lost_answer_taken_for_an_answer, arrivals) \
  bug(returned_permit_counted_twice, arrivals) \
  bug(dead_brokers_permits_returned, arrivals) \
  bug(late_news_turn_the_clock_back, arrivals) \
  bug(hold_forgotten, words) \
  bug(retry_after_not_read, words) \
  bug(address_ban_for_one_budget_only, words) \
  bug(unanswered_not_stored, arrivals) \
  bug(stored_debt_rounded_down, arrivals) \
  bug(calendar_step_mints_tokens, arrivals) \
  bug(crash_taken_for_an_orderly_stop, arrivals) \
  bug(mark_ahead_forgotten, arrivals) \
  bug(state_stored_too_rarely, arrivals) \
  bug(start_without_memory_starts_full, arrivals) \
  bug(exits_part_open_to_scans, exit) \
  bug(nobody_grows_old, waits) \
  bug(accounts_take_no_turns, shares) \
  bug(answers_help_nobody, wakes) \
  bug(room_remembered_after_it_was_taken, arrivals) \
  bug(claims_change_in_silence, wakes)
// clang-format on

enum class seeded_bug : std::uint8_t {
  none,
#define BALLAST_ENUMERATOR(name, witness) name,
  BALLAST_SEEDED_BUGS(BALLAST_ENUMERATOR)
#undef BALLAST_ENUMERATOR
};

/// What a witness says when it finds something (governor_checks.hpp).
namespace witness {
constexpr auto arrivals = "arrivals over";
constexpr auto words = " during a ";
constexpr auto exit = "EXIT did not get its part";
constexpr auto wakes = "before the announced wake";
constexpr auto busy = "permits of a busy limit";
constexpr auto waits = "a wish waited";
constexpr auto shares = "permits of account";
} // namespace witness

struct named_bug {
  seeded_bug bug = seeded_bug::none;
  std::string name;
  std::string found_by; ///< Words of its finding.
};

inline std::vector<named_bug> all_bugs() {
#define BALLAST_NAMED(name, finder)                                            \
  named_bug{seeded_bug::name, #name, witness::finder},
  return {BALLAST_SEEDED_BUGS(BALLAST_NAMED)};
#undef BALLAST_NAMED
}

/// The one that is on. One thread runs these tests.
inline auto switched_on = seeded_bug::none;

inline bool has_bug(seeded_bug x) { return switched_on == x; }

} // namespace ballast::test
