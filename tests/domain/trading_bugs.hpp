// The bugs of trading_bugs.cmake, and which of them is switched on. Only the
// copies that plant_bugs.cmake writes for trading_bugs_tests ask.
#pragma once

// clang-format off
/// Every bug, in the order of trading_bugs.cmake, and the beginning of the
/// names of the test suites that must find it. ballast_find_bugs makes a test
/// of each line.
#define BALLAST_BUGS(bug) \
  bug(fill_counted_as_often_as_told, OrderLife) \
  bug(absence_believed_while_it_may_arrive, OrderLife) \
  bug(lost_answer_taken_for_a_refusal, OrderLife) \
  bug(late_refusal_ends_what_was_shown, OrderLife) \
  bug(filled_follows_an_older_report, OrderLife) \
  bug(late_fill_dropped, OrderLife) \
  bug(end_changed_by_a_later_word, OrderLife) \
  bug(cancel_sent_before_the_venue_has_it, OrderLife) \
  bug(sent_before_its_commit, OrderWorlds) \
  bug(placement_tried_again, OrderWorlds) \
  bug(placed_again_after_a_restart, OrderWorlds) \
  bug(restored_orders_not_asked_for, OrderWorlds) \
  bug(opened_without_the_venues_list, OrderWorlds) \
  bug(opened_while_fills_are_missing, OrderWorlds) \
  bug(intended_before_it_is_open, OrderDesk) \
  bug(ids_counted_anew_after_a_restart, OrderWorlds) \
  bug(one_absence_is_enough, OrderDesk) \
  bug(absence_dated_by_its_answer, OrderDesk) \
  bug(failed_question_taken_for_absence, OrderWorlds) \
  bug(cancel_taken_for_the_end, OrderWorlds) \
  bug(orphans_never_asked_for, OrderWorlds) \
  bug(orphaned_placement_taken_for_unsent, OrderWorlds) \
  bug(unanswered_request_waited_for_for_ever, OrderDesk) \
  bug(goes_on_after_the_journal_failed, OrderDesk) \
  bug(unknown_orders_reserve_nothing, OrderDesk) \
  bug(unknown_order_taken_for_none, OrderDesk) \
  bug(forgotten_before_its_fills_came, OrderDesk) \
  bug(fill_told_again_counts_again, OrderWorlds) \
  bug(early_fill_thrown_away, OrderDesk) \
  bug(fills_of_a_report_not_looked_for, OrderWorlds) \
  bug(halt_of_a_market_forgotten, OrderDesk) \
  bug(foreign_order_told_each_time, OrderDesk) \
  bug(fee_of_a_sale_forgotten, PositionBook) \
  bug(fee_in_coins_left_in_the_position, PositionBook) \
  bug(fee_in_a_third_currency_forgotten, PositionBook) \
  bug(profit_flattered_by_rounding, PositionBook) \
  bug(sold_but_its_cost_stays, PositionBook) \
  bug(worth_of_a_sale_rounded_up, PositionBook) \
  bug(holding_since_its_first_fill_ever, PositionBook) \
  bug(rest_of_a_division_dropped, Money) \
  bug(cap_forgets_what_is_being_opened, Risk) \
  bug(exposure_forgets_open_orders, Risk) \
  bug(asset_taken_for_its_market, Risk) \
  bug(one_position_too_many, Risk) \
  bug(old_prices_believed, Risk) \
  bug(losses_forgotten, Risk) \
  bug(exits_judged_as_entries, Risk) \
  bug(strongest_closed_first, Risk) \
  bug(closed_for_missing_data, Risk) \
  bug(more_approved_than_is_free, Risk) \
  bug(minimum_balance_not_looked_at, Risk) \
  bug(drawdown_from_the_start_alone, EntryHalts) \
  bug(next_day_ends_every_halt, EntryHalts) \
  bug(halt_lost_by_a_restart, EntryHalts) \
  bug(old_losses_count_after_resuming, EntryHalts) \
  bug(daily_loss_measured_from_yesterday, EntryHalts) \
  bug(gate_compares_no_price, FinalGate) \
  bug(gate_compares_no_account, FinalGate) \
  bug(gate_forgets_after_half_a_minute, FinalGate) \
  bug(entries_use_up_the_exits, FinalGate) \
  bug(guards_use_up_the_exits, FinalGate) \
  bug(gate_compares_no_trigger, FinalGate) \
  bug(gate_believes_the_age_of_the_decision, FinalGate) \
  bug(halt_not_looked_at_again, FinalGate) \
  bug(sent_again, FinalGate) \
  bug(notional_without_the_order_itself, FinalGate) \
  bug(fee_paid_beside_what_was_approved, OrderSizing) \
  bug(size_rounded_up, OrderSizing) \
  bug(limit_rounded_to_the_dear_side, OrderSizing) \
  bug(more_sold_than_is_held, OrderSizing) \
  bug(dust_left_behind, OrderSizing) \
  bug(bought_what_no_stop_could_sell, OrderSizing) \
  bug(more_spent_than_is_free, OrderSizing) \
  bug(guard_without_its_trigger, OrderDesk) \
  bug(exit_before_the_guards_fills_are_known, StopGuardWorlds) \
  bug(unknown_guard_taken_for_none, StopGuardWorlds) \
  bug(guard_kept_while_an_exit_is_due, StopGuardWorlds) \
  bug(guard_placed_beside_an_exit, StopGuardWorlds) \
  bug(guard_of_more_than_is_held, StopGuardWorlds) \
  bug(guard_too_large_left_alone, StopGuard.) \
  bug(guard_follows_its_stop_down, StopGuard.) \
  bug(guard_replaced_with_each_move, StopGuardWorlds) \
  bug(guard_cancelled_while_it_is_filled, StopGuard.) \
  bug(refused_guard_tried_again_at_once, StopGuard.) \
  bug(guard_where_the_venue_takes_none, StopGuardWorlds) \
  bug(sleeping_guard_holds_up_everything, OrderDesk) \
  bug(same_account_served_first_always, Copying) \
  bug(filled_before_it_arrived, Paper) \
  bug(filled_when_its_price_is_touched, Paper) \
  bug(filled_by_a_candle_of_before, Paper) \
  bug(candle_counted_twice, Paper) \
  bug(candle_given_to_each_order_whole, Paper) \
  bug(bought_at_the_bid, Paper) \
  bug(sales_pay_no_fee, Paper) \
  bug(reserve_kept_after_the_end, Paper)
// clang-format on

#include "tests/support/bug_list.hpp"
