# Bugs that somebody could well write into a circuit breaker, and that its tests
# must find; see plant_bugs.cmake for the notation.

seeded_bug(two_probes_at_once circuit_breaker.cpp
  [[half_open || probe_out_]]
  [[half_open || (probe_out_ && !BUG)]])

seeded_bug(probe_of_the_past_believed circuit_breaker.cpp
  [[|| probe_is_stale_)]]
  [[|| (probe_is_stale_ && !BUG))]])

seeded_bug(later_ban_shortens_the_first circuit_breaker.cpp
  [[banned_until_ = std::max(banned_until_.value_or(until), until);]]
  [[banned_until_ = BUG ? until : std::max(banned_until_.value_or(until), until);]])

seeded_bug(ban_lifted_by_hand circuit_breaker.cpp
  [[  if (is_banned(now)) {]]
  [[  if (is_banned(now) && !BUG) {]])

# -- rules --

seeded_bug(ban_lifted_by_any_rule circuit_breaker.cpp
  [[  if (x == breaker_rule::held_open) {]]
  [[  if (BUG && x != breaker_rule::normal)
    banned_until_.reset();
  if (x == breaker_rule::held_open) {]])

seeded_bug(held_open_cools_down circuit_breaker.cpp
  [[open_until_ = time_point::max();]]
  [[open_until_ = BUG ? now + opts_.cooldown : time_point::max();]])

seeded_bug(disabled_counts circuit_breaker.cpp
  [[if (rule_ == breaker_rule::disabled || what == verdict::none)]]
  [[if ((rule_ == breaker_rule::disabled && !BUG) || what == verdict::none)]])

seeded_bug(calls_of_another_rule_remembered circuit_breaker.cpp
  [[if (std::exchange(rule_, x) != x)]]
  [[if (std::exchange(rule_, x) != x && !BUG)]])

seeded_bug(disabled_probes_after_a_ban circuit_breaker.cpp
  [[  if (rule_ == breaker_rule::disabled)
    return close(]]
  [[  if (rule_ == breaker_rule::disabled && !BUG)
    return close(]])

seeded_bug(shadow_stops_calls circuit_breaker.cpp
  [[return rule_ == breaker_rule::shadow ? is_banned(now)]]
  [[return !BUG && rule_ == breaker_rule::shadow ? is_banned(now)]])

seeded_bug(shadow_sends_probes circuit_breaker.cpp
  [[|| rule_ == breaker_rule::shadow)]]
  [[|| (rule_ == breaker_rule::shadow && !BUG))]])

seeded_bug(shadow_passes_a_ban circuit_breaker.cpp
  [[                                       : state_ != breaker_state::closed;]]
  [[                                         && !BUG
                                       : state_ != breaker_state::closed;]])

seeded_bug(ban_in_shadow_untold circuit_breaker.cpp
  [[closed && !is_banned(now);]]
  [[closed && !is_banned(now) && !BUG;]])
