# Bugs that somebody could well write into the governor, and that its tests must
# find; see plant_bugs.cmake for the notation.

# -- windows --

seeded_bug(window_holds_one_too_many held_window.cpp
  [[auto left = answered_ + unanswered_ + units;]]
  [[auto left = answered_ + unanswered_ + units - (BUG && answered_ > 0 ? 1U : 0U);]])

# A place counted from the sending, as by everyone who forgets the way.
seeded_bug(place_freed_a_window_after_sending rate_budgets.cpp
  [[limit.answered(x.where, s.cost, answered_at)]]
  [[limit.answered(x.where, s.cost, BUG ? x.granted_at : answered_at)]])

seeded_bug(window_ends_at_the_venues_edge held_window.cpp
  [[keep(units, at + window_);]]
  [[keep(units, BUG ? at - at.time_since_epoch() % window_ + window_ : at + window_);]])

# Safe, but half of the limit is wasted.
seeded_bug(place_kept_for_two_windows budget.cpp
  [[all_.answer(cost, at);]]
  [[all_.answer(cost, BUG ? at + row_.window : at);]])

seeded_bug(wakes_a_window_late held_window.cpp
  [[at = std::max(at, x->leaves);]]
  [[at = std::max(at, x->leaves + (BUG ? window_ : duration{}));]])

# -- buckets --

seeded_bug(refill_rounded_to_whole_tokens held_bucket.cpp
  [[debt_ = debt_at(now, factor);]]
  [[debt_ = BUG ? debt_at(now, factor) / unit_ * unit_ : debt_at(now, factor);]])

seeded_bug(same_time_drains_twice held_bucket.cpp
  [[settled_at_ = std::max(settled_at_, now);]]
  [[if (!BUG || debt_ == 0)
    settled_at_ = std::max(settled_at_, now);]])

seeded_bug(bucket_forgets_the_unanswered held_bucket.cpp
  [[const auto wanted = unanswered_ + units;]]
  [[const auto wanted = (BUG ? 0U : unanswered_) + units;]])

seeded_bug(idle_time_earns_beyond_the_burst held_bucket.cpp
  [[return std::max<int128>(0, debt_ - drained);]]
  [[return BUG ? debt_ - drained : std::max<int128>(0, debt_ - drained);]])

seeded_bug(rate_taken_for_the_burst budget.cpp
  [[return is_bucket() ? row_.burst : row_.units;]]
  [[return is_bucket() && !BUG ? row_.burst : row_.units;]])

# -- what a request spends --

seeded_bug(cost_ignored rate_budgets.cpp
  [[add_up(spends, found->second, x.cost);]]
  [[add_up(spends, found->second, BUG ? 1U : x.cost);]])

seeded_bug(budget_named_twice_counts_once rate_budgets.cpp
  [[known->cost += std::min(cost, UINT32_MAX - known->cost);]]
  [[known->cost += BUG ? 0U : std::min(cost, UINT32_MAX - known->cost);]])

seeded_bug(only_the_first_budget_asked rate_budgets_grant.cpp
  [[return said.cause == budget_cause::none;]]
  [[return said.cause == budget_cause::none || (BUG && &s != &x.spends.front());]])

seeded_bug(address_limit_kept_per_account rate_budgets.cpp
  [[for (const auto& x : wish.spends) {
    const auto found = impl_->index.find(x.budget);]]
  [[for (const auto& x : wish.spends) {
    auto found = impl_->index.find(x.budget);
    if (BUG && found != impl_->index.end()
        && impl_->budgets[found->second].limit.row().scope == limit_scope::ip) {
      const auto row = impl_->budgets[found->second].limit.row();
      const auto own = x.budget + '/' + wish.account;
      add(own, row, impl_->budgets[found->second].limit.exit_part() > 0);
      found = impl_->index.find(own);
    }]])

# -- how permits end --

seeded_bug(unanswered_forgotten_after_two_seconds rate_budgets.cpp
  [[granted_at + opts.unanswered_hold;]]
  [[granted_at + (BUG ? duration{std::chrono::seconds{2}} : opts.unanswered_hold);]])

seeded_bug(lost_answer_taken_for_an_answer rate_budgets.cpp
  [[if (how == permit_end::unknown) {]]
  [[if (how == permit_end::unknown && !BUG) {]])

seeded_bug(returned_permit_counted_twice budget.cpp
  [[  all_.refund(cost);
]]
  [[  all_.refund(cost);
  if (BUG)
    all_.refund(cost);
]])
# What was returned too often is missing at the next answer.
seeded_bug(returned_permit_counted_twice held_window.cpp
  [[unanswered_ -= units;]]
  [[unanswered_ -= BUG ? std::min<std::uint64_t>(units, unanswered_) : units;]])
seeded_bug(returned_permit_counted_twice held_bucket.cpp
  [[unanswered_ -= units;]]
  [[unanswered_ -= BUG ? std::min<std::uint64_t>(units, unanswered_) : units;]])

seeded_bug(dead_brokers_permits_returned rate_budgets.cpp
  [[[&](const auto& x) { return (x.first >> 32U) == owner; });]]
  [[[&](const auto& x) { return (x.first >> 32U) == owner; });
  if (BUG)
    std::erase_if(impl_->permits, [&](const auto& x) {
      if ((x.second.demand >> 32U) != owner)
        return false;
      impl_->given_up -= x.second.given_up ? 1 : 0;
      for (const auto& s : x.second.spends)
        impl_->budgets[s.budget].limit.refund(x.second.where, s.cost, impl_->latest);
      return true;
    });]])

# An answer that was stamped before the latest news turns the clock back.
seeded_bug(late_news_turn_the_clock_back rate_budgets.cpp
  [[latest = std::max(latest, now);]]
  [[latest = BUG ? now : std::max(latest, now);]])

# -- what the venue says --

seeded_bug(hold_forgotten limit_brake.cpp
  [[if (hold_began_ && now < hold_ends_)
    return hold_ends_;]]
  [[if (!BUG && hold_began_ && now < hold_ends_)
    return hold_ends_;]])

seeded_bug(retry_after_not_read limit_brake.cpp
  [[return repeats_ > 0 ? std::max(asked, doubled) : asked;]]
  [[return BUG ? doubled : repeats_ > 0 ? std::max(asked, doubled) : asked;]])

seeded_bug(address_ban_for_one_budget_only rate_budgets_feedback.cpp
  [[if (spent.row().scope != limit_scope::ip)]]
  [[if (BUG || spent.row().scope != limit_scope::ip)]])

# -- restarts and clocks --

seeded_bug(unanswered_not_stored rate_budgets_state.cpp
  [[log.push_back({last_answer + x.row().window, s.cost});]]
  [[if (!BUG)
          log.push_back({last_answer + x.row().window, s.cost});]])

seeded_bug(stored_debt_rounded_down rate_budgets_state.cpp
  [[bucket->resume(from.debt, now - elapsed);]]
  [[bucket->resume(BUG ? std::floor(from.debt) : from.debt, now - elapsed);]])

seeded_bug(calendar_step_mints_tokens rate_budgets_state.cpp
  [[if (state.taken_at_steady && now.steady >= *state.taken_at_steady)]]
  [[if (!BUG && state.taken_at_steady && now.steady >= *state.taken_at_steady)]])

seeded_bug(crash_taken_for_an_orderly_stop rate_budgets_state.cpp
  [[if (!clean && !outlasts_restart(x.is_bucket(), x.row().window)) {]]
  [[if (!clean && !BUG && !outlasts_restart(x.is_bucket(), x.row().window)) {]])

seeded_bug(mark_ahead_forgotten rate_budgets_state.cpp
  [[log->keep(from.ahead, now + opts.settle + x.row().window);]]
  [[log->keep(BUG ? 0U : from.ahead, now + opts.settle + x.row().window);]])

seeded_bug(state_stored_too_rarely rate_budgets_grant.cpp
  [[&& spent.granted_since_save > ahead_of(row.units))]]
  [[&& !BUG && spent.granted_since_save > ahead_of(row.units))]])

seeded_bug(start_without_memory_starts_full rate_budgets.cpp
  [[    impl_->fill(x, now, now);
]]
  [[    if (!BUG)
      impl_->fill(x, now, now);
]])

# -- whose turn it is --

seeded_bug(exits_part_open_to_scans budget.cpp
  [[std::max(kept_from(where, cost, now), claims.exits);]]
  [[BUG && is_low(where) ? 0U : std::max(kept_from(where, cost, now), claims.exits);]])

seeded_bug(nobody_grows_old rate_budgets_grant.cpp
  [[x.starving = waited >= opts.ageing;]]
  [[x.starving = !BUG && waited >= opts.ageing;]])

seeded_bug(accounts_take_no_turns lane_shares.hpp
  [[account[index] = ++turn_;]]
  [[if (!BUG)
      account[index] = ++turn_;]])

seeded_bug(answers_help_nobody rate_budgets.cpp
  [[|| group.awaits_answer)]]
  [[|| (group.awaits_answer && !BUG))]])

seeded_bug(room_remembered_after_it_was_taken budget.cpp
  [[void budget::take(lane where, std::uint32_t cost, time_point now) {
  ++news_;]]
  [[void budget::take(lane where, std::uint32_t cost, time_point now) {
  news_ += BUG ? 0 : 1;]])

seeded_bug(claims_change_in_silence rate_budgets_grant.cpp
  [[if (claimed_by_others)]]
  [[if (claimed_by_others && !BUG)]])
