# Bugs that somebody could well write into what trades, and that its tests must
# find; see plant_bugs.cmake for the notation.

# -- the life of an order --

seeded_bug(fill_counted_as_often_as_told order_life.cpp
  [[if (!trades_.insert(x.trade_id).second)]]
  [[if (!trades_.insert(x.trade_id).second && !BUG)]])

seeded_bug(absence_believed_while_it_may_arrive order_life.cpp
  [[asked_at > window_end_]]
  [[(BUG || asked_at > window_end_)]])

seeded_bug(lost_answer_taken_for_a_refusal order_life.cpp
  [[if (stage_ == life_stage::intended || stage_ == life_stage::sent)
      stage_ = life_stage::unknown;]]
  [[if (stage_ == life_stage::intended || stage_ == life_stage::sent)
      stage_ = BUG ? life_stage::absent : life_stage::unknown;]])

seeded_bug(late_refusal_ends_what_was_shown order_life.cpp
  [[if (stage_ == life_stage::working || stage_ == life_stage::over)]]
  [[if (!BUG && (stage_ == life_stage::working || stage_ == life_stage::over))]])

seeded_bug(filled_follows_an_older_report order_life.cpp
  [[if (x.filled >= filled_)]]
  [[if (BUG || x.filled >= filled_)]])
seeded_bug(filled_follows_an_older_report order_life.cpp
  [[filled_ = std::max(filled_, cumulative);]]
  [[filled_ = BUG ? cumulative : std::max(filled_, cumulative);]])

seeded_bug(late_fill_dropped order_life.cpp
  [[fills_size_ += x.size;]]
  [[if (BUG && stage_ == life_stage::over)
    return contradiction::none;
  fills_size_ += x.size;]])

seeded_bug(end_changed_by_a_later_word order_life.cpp
  [[if (stage_ != life_stage::over)
    ending_ = how;]]
  [[if (BUG || stage_ != life_stage::over)
    ending_ = how;]])

seeded_bug(cancel_sent_before_the_venue_has_it order_life.cpp
  [[stage_ == life_stage::working && cancel_wished_ ?]]
  [[(BUG || stage_ == life_stage::working) && cancel_wished_ ?]])

# -- an account's orders at one venue --

seeded_bug(sent_before_its_commit order_desk.cpp
  [[life_stage::intended && x.is_committed]]
  [[life_stage::intended && (BUG || x.is_committed)]])

seeded_bug(placement_tried_again order_desk.cpp
  [[    all.push_back(std::move(duty));
  };]]
  [[    all.push_back(std::move(duty));
  };
  if (BUG && x.life.stage() == life_stage::unknown && x.asked == 1)
    add(desk_duty_kind::place);]])

seeded_bug(placed_again_after_a_restart order_desk.cpp
  [[x.is_handed_out = true;
    x.changed_at = now;]]
  [[x.is_handed_out = !BUG;
    x.changed_at = now;]])
seeded_bug(placed_again_after_a_restart order_desk.cpp
  [[      x.life.leaves();
      x.life.answered(placement::unknown, {});]]
  [[      if (BUG)
        continue;
      x.life.leaves();
      x.life.answered(placement::unknown, {});]])

seeded_bug(restored_orders_not_asked_for order_desk.cpp
  [[x.is_unsettled = true;]]
  [[x.is_unsettled = !BUG;]])

seeded_bug(opened_without_the_venues_list order_desk_news.cpp
  [[if (is_open_ || !is_listed_]]
  [[if (is_open_ || (!is_listed_ && !BUG)]])

seeded_bug(opened_while_fills_are_missing order_desk_news.cpp
  [[|| !hunts_.empty())]]
  [[|| (!hunts_.empty() && !BUG))]])

seeded_bug(intended_before_it_is_open order_desk.cpp
  [[if (!is_open_)
    return fault]]
  [[if (!is_open_ && !BUG)
    return fault]])

seeded_bug(ids_counted_anew_after_a_restart order_desk.cpp
  [[    ++numbers_;
    add_record]]
  [[    numbers_ += BUG ? 0 : 1;
    add_record]])

seeded_bug(one_absence_is_enough order_desk.cpp
  [[++of.absences >= how_.absences]]
  [[(++of.absences >= how_.absences || BUG)]])

seeded_bug(absence_dated_by_its_answer order_desk.cpp
  [[asked_at > of.life.ask_after()]]
  [[(BUG ? now : asked_at) > of.life.ask_after()]])
seeded_bug(absence_dated_by_its_answer order_desk.cpp
  [[entry.until = asked_at;]]
  [[entry.until = BUG ? now : asked_at;]])

seeded_bug(failed_question_taken_for_absence order_desk.cpp
  [[if (x.kind == desk_duty_kind::ask) {
    of.is_asked = false;]]
  [[if (x.kind == desk_duty_kind::ask) {
    if (BUG && of.life.stage() == life_stage::unknown)
      of.life.answered(placement::refused, {});
    of.is_asked = false;]])

seeded_bug(cancel_taken_for_the_end order_desk.cpp
  [[  i->second.is_cancelling = false;]]
  [[  if (BUG && taken) {
    order_report ended;
    ended.symbol = i->second.life.market();
    ended.side = i->second.intent.side;
    ended.filled = i->second.life.filled_size();
    ended.state = order_state::cancelled;
    i->second.life.reported(ended);
  }
  i->second.is_cancelling = false;]])

seeded_bug(orphans_never_asked_for order_desk.cpp
  [[    x.is_asked = false;
    x.is_cancelling = false;]]
  [[    x.is_asked = BUG && x.is_asked;
    x.is_cancelling = false;]])

seeded_bug(orphaned_placement_taken_for_unsent order_desk.cpp
  [[step.add(placed(id, placement::unknown, std::nullopt,
                      "whoever]]
  [[step.add(placed(id, BUG ? placement::refused : placement::unknown,
                      std::nullopt, "whoever]])

seeded_bug(unanswered_request_waited_for_for_ever order_desk.cpp
  [[&& now > x.life.ask_after())]]
  [[&& !BUG && now > x.life.ask_after())]])

seeded_bug(goes_on_after_the_journal_failed order_desk.cpp
  [[is_broken_ = true;]]
  [[is_broken_ = !BUG;]])

seeded_bug(unknown_orders_reserve_nothing order_desk_news.cpp
  [[    if (is_final(x.life.stage()))
      continue;]]
  [[    if (is_final(x.life.stage())
        || (BUG && x.life.stage() == life_stage::unknown))
      continue;]])

seeded_bug(unknown_order_taken_for_none order_desk_news.cpp
  [[&& !is_final(x.life.stage());]]
  [[&& !is_final(x.life.stage())
           && !(BUG && x.life.stage() == life_stage::unknown);]])

seeded_bug(forgotten_before_its_fills_came order_desk.cpp
  [[|| !x.life.fills_complete()]]
  [[|| (!BUG && !x.life.fills_complete())]])

seeded_bug(fill_told_again_counts_again order_desk_news.cpp
  [[if (of.life.fills_size() != counted) {]]
  [[if (BUG || of.life.fills_size() != counted) {]])

seeded_bug(early_fill_thrown_away order_desk_news.cpp
  [[    unclaimed_.push_back(x);]]
  [[    if (!BUG)
      unclaimed_.push_back(x);]])

seeded_bug(fills_of_a_report_not_looked_for order_desk_news.cpp
  [[if (for_what.life.fills_complete()]]
  [[if (BUG || for_what.life.fills_complete()]])

seeded_bug(halt_of_a_market_forgotten order_desk_news.cpp
  [[    halted_.insert(x.symbol);]]
  [[    if (!BUG)
      halted_.insert(x.symbol);]])

seeded_bug(foreign_order_told_each_time order_desk_news.cpp
  [[if (foreign_.count(x.venue_id) > 0)]]
  [[if (!BUG && foreign_.count(x.venue_id) > 0)]])

# -- positions --

seeded_bug(fee_of_a_sale_forgotten position_book.cpp
  [[result.quote -= x.fee;]]
  [[result.quote -= BUG && !buys ? decimal{} : x.fee;]])

seeded_bug(fee_in_coins_left_in_the_position position_book.cpp
  [[result.base -= x.fee;]]
  [[result.base -= BUG ? decimal{} : x.fee;]])

seeded_bug(fee_in_a_third_currency_forgotten position_book.cpp
  [[flows_[x.fee_currency] -= x.fee;]]
  [[flows_[x.fee_currency] -= BUG ? decimal{} : x.fee;]])

seeded_bug(profit_flattered_by_rounding position_book.cpp
  [[share_of(x.cost, sold, size_of(x.size), rounding::up)]]
  [[share_of(x.cost, sold, size_of(x.size),
                                 BUG ? rounding::down : rounding::up)]])

seeded_bug(sold_but_its_cost_stays position_book.cpp
  [[x.cost -= cost;]]
  [[x.cost -= BUG ? decimal{} : cost;]])

seeded_bug(worth_of_a_sale_rounded_up position_book.cpp
  [[buys ? rounding::up : rounding::down]]
  [[buys || BUG ? rounding::up : rounding::down]])

seeded_bug(holding_since_its_first_fill_ever position_book.cpp
  [[if (!x.is_open())
    x.since = now;]]
  [[if (!x.is_open() && !(BUG && x.since != unix_time{}))
    x.since = now;]])

seeded_bug(rest_of_a_division_dropped money.cpp
  [[negative == (how == rounding::down)]]
  [[negative == (how == rounding::down) && !BUG]])

# -- risk --

seeded_bug(cap_forgets_what_is_being_opened risk.cpp
  [[if (x.purpose == order_purpose::entry)
      result.insert(x.market);]]
  [[if (x.purpose == order_purpose::entry && !BUG)
      result.insert(x.market);]])

seeded_bug(exposure_forgets_open_orders risk.cpp
  [[if (x.purpose == order_purpose::entry)
      add(x);]]
  [[if (x.purpose == order_purpose::entry && !BUG)
      add(x);]])

seeded_bug(asset_taken_for_its_market risk.cpp
  [[if (x.market.base == asset)]]
  [[if (x.market.base == asset && !(BUG && x.market.quote != "USD"))]])

seeded_bug(one_position_too_many risk.cpp
  [[markets.size() > rules_.max_positions)]]
  [[markets.size() > rules_.max_positions + (BUG ? 1U : 0U))]])

seeded_bug(old_prices_believed risk.cpp
  [[if (account.data_age > rules_.max_data_age)]]
  [[if (!BUG && account.data_age > rules_.max_data_age)]])

seeded_bug(losses_forgotten risk.cpp
  [[if (earned.is_negative())]]
  [[if (!BUG && earned.is_negative())]])

seeded_bug(exits_judged_as_entries risk.cpp
  [[if (x.purpose == order_purpose::entry)
    return judge_entry(x, account, now);]]
  [[if (x.purpose == order_purpose::entry || BUG)
    return judge_entry(x, account, now);]])

seeded_bug(strongest_closed_first risk.cpp
  [[result.reserve(priced.size());]]
  [[result.reserve(priced.size());
  if (BUG)
    std::reverse(priced.begin(), priced.end());]])

seeded_bug(closed_for_missing_data risk.cpp
  [[if (x.gain && std::isfinite(*x.gain))]]
  [[if (BUG && !x.gain)
      priced.push_back({x.market, x.value, -1.0});
    else if (x.gain && std::isfinite(*x.gain))]])

seeded_bug(more_approved_than_is_free risk.cpp
  [[room{account.available,]]
  [[room{BUG ? decimal::highest() : account.available,]])

seeded_bug(minimum_balance_not_looked_at risk.cpp
  [[if (account.available < rules_.min_balance)]]
  [[if (!BUG && account.available < rules_.min_balance)]])

# -- halts --

seeded_bug(drawdown_from_the_start_alone entry_halts.cpp
  [[marks_->highest = std::max(marks_->highest, equity);]]
  [[if (!BUG)
    marks_->highest = std::max(marks_->highest, equity);]])

seeded_bug(next_day_ends_every_halt entry_halts.cpp
  [[marks_->day = today;]]
  [[marks_->day = today;
    if (BUG)
      halts_ = {};]])

seeded_bug(halt_lost_by_a_restart entry_halts.cpp
  [[if (x.kind == journal_kind::halt)]]
  [[if (x.kind == journal_kind::halt && !BUG)]])

seeded_bug(old_losses_count_after_resuming entry_halts.cpp
  [[marks_.reset();]]
  [[if (!BUG)
    marks_.reset();]])

seeded_bug(daily_loss_measured_from_yesterday entry_halts.cpp
  [[marks_->day_start = equity;]]
  [[if (!BUG)
      marks_->day_start = equity;]])

# -- the last gate --

seeded_bug(gate_compares_no_price final_gate.cpp
  [[{a.ticket.price == b.ticket.price, "price"}]]
  [[{BUG || a.ticket.price == b.ticket.price, "price"}]])

seeded_bug(gate_compares_no_account final_gate.cpp
  [[{a.account == b.account, "account"}]]
  [[{BUG || a.account == b.account, "account"}]])

seeded_bug(gate_forgets_after_half_a_minute final_gate.cpp
  [[now - x.front().at >= std::chrono::minutes{1}]]
  [[now - x.front().at >= std::chrono::seconds{BUG ? 30 : 60}]])

seeded_bug(entries_use_up_the_exits final_gate.cpp
  [[const auto& same = window_of(leaving.purpose);]]
  [[const auto& same
    = window_of(BUG ? order_purpose::entry : leaving.purpose);]])

seeded_bug(guards_use_up_the_exits final_gate.cpp
  [[window_of(sent.purpose).push_back(]]
  [[window_of(BUG && sent.purpose == order_purpose::guard ? order_purpose::exit
                                                        : sent.purpose)
    .push_back(]])

seeded_bug(gate_compares_no_trigger final_gate.cpp
  [[{a.ticket.trigger == b.ticket.trigger, "trigger"}]]
  [[{BUG || a.ticket.trigger == b.ticket.trigger, "trigger"}]])

seeded_bug(gate_believes_the_age_of_the_decision final_gate.cpp
  [[if (conditions.data_age > rules_.max_data_age)]]
  [[if (!BUG && conditions.data_age > rules_.max_data_age)]])

seeded_bug(halt_not_looked_at_again final_gate.cpp
  [[if (conditions.entries_halted)]]
  [[if (!BUG && conditions.entries_halted)]])

seeded_bug(sent_again final_gate.cpp
  [[if (x.client_id == leaving.ticket.client_id)]]
  [[if (!BUG && x.client_id == leaving.ticket.client_id)]])

seeded_bug(notional_without_the_order_itself final_gate.cpp
  [[auto total = worth;]]
  [[auto total = BUG ? decimal{} : worth;]])

# -- sizing --

seeded_bug(fee_paid_beside_what_was_approved order_sizing.cpp
  [[one + where.fee]]
  [[BUG ? one : one + where.fee]])

seeded_bug(size_rounded_up order_sizing.cpp
  [[x.size = to_step(x.size, where.market.size_increment, rounding::down);]]
  [[x.size = to_step(x.size, where.market.size_increment,
                   BUG ? rounding::up : rounding::down);]])

seeded_bug(limit_rounded_to_the_dear_side order_sizing.cpp
  [[to_step(price, where.market.price_increment, rounding::down)]]
  [[to_step(price, where.market.price_increment,
                        BUG ? rounding::up : rounding::down)]])

seeded_bug(more_sold_than_is_held order_sizing.cpp
  [[to_step(holding.held, step, rounding::down)]]
  [[to_step(holding.held, step, BUG ? rounding::up : rounding::down)]])

seeded_bug(dust_left_behind order_sizing.cpp
  [[if (holding.is_last || all - size < least)]]
  [[if (holding.is_last || (!BUG && all - size < least))]])

seeded_bug(bought_what_no_stop_could_sell order_sizing.cpp
  [[if (!can_be_sold(made, *stop, where))]]
  [[if (!BUG && !can_be_sold(made, *stop, where))]])

seeded_bug(more_spent_than_is_free order_sizing.cpp
  [[std::min(means.spend, means.available)]]
  [[BUG ? means.spend : std::min(means.spend, means.available)]])

# -- stops asleep at the venue --

seeded_bug(guard_without_its_trigger order_desk.cpp
  [[entry.trigger = ticket.trigger;]]
  [[entry.trigger = BUG ? decimal{} : ticket.trigger;]])

seeded_bug(exit_before_the_guards_fills_are_known stop_guard.cpp
  [[x->fills_complete);]]
  [[(BUG || x->fills_complete));]])

seeded_bug(unknown_guard_taken_for_none stop_guard.cpp
  [[return x && !(is_final(x->stage)]]
  [[return x && !((is_final(x->stage)
                || (BUG && x->stage == life_stage::unknown))]])

seeded_bug(guard_kept_while_an_exit_is_due stop_guard.cpp
  [[  if (x.is_exit_due)
    return cancel]]
  [[  if (!BUG && x.is_exit_due)
    return cancel]])

seeded_bug(guard_placed_beside_an_exit stop_guard.cpp
  [[if (x.is_exit_due || x.has_live_exit)]]
  [[if (!BUG && (x.is_exit_due || x.has_live_exit))]])

seeded_bug(guard_of_more_than_is_held stop_guard.cpp
  [[ticket.size = down(std::max(x.held, decimal{}), facts.size_increment);]]
  [[ticket.size = down(std::max(x.held, decimal{}), facts.size_increment)
                + (BUG ? facts.size_increment : decimal{});]])

seeded_bug(guard_too_large_left_alone stop_guard.cpp
  [[if (left_of(guard) > x.held]]
  [[if (!BUG && left_of(guard) > x.held]])

seeded_bug(guard_follows_its_stop_down stop_guard.cpp
  [[if (next->trigger >= trigger && next->size]]
  [[if ((BUG || next->trigger >= trigger) && next->size]])

seeded_bug(guard_replaced_with_each_move stop_guard.cpp
  [[x.now - memory.placed < rules.replace_every)]]
  [[(!BUG && x.now - memory.placed < rules.replace_every))]])

seeded_bug(guard_cancelled_while_it_is_filled stop_guard.cpp
  [[if (is_hit && x.now - *memory.hit]]
  [[if (!BUG && is_hit && x.now - *memory.hit]])

seeded_bug(refused_guard_tried_again_at_once stop_guard.cpp
  [[if (x.now < memory.not_before)]]
  [[if (!BUG && x.now < memory.not_before)]])

seeded_bug(guard_where_the_venue_takes_none stop_guard.cpp
  [[if (!x.takes_stops)]]
  [[if (!BUG && !x.takes_stops)]])

seeded_bug(sleeping_guard_holds_up_everything order_desk_news.cpp
  [[return sleeps ||]]
  [[return (!BUG && sleeps) ||]])

# -- copies --

seeded_bug(same_account_served_first_always copying.cpp
  [[first_ = *start;]]
  [[if (!BUG)
    first_ = *start;]])

# -- fills on paper --

seeded_bug(filled_before_it_arrived paper_exchange.cpp
  [[if (seen.at < x.due)]]
  [[if (!BUG && seen.at < x.due)]])

seeded_bug(filled_when_its_price_is_touched paper_exchange.cpp
  [[seen.ask < x.ticket.price]]
  [[(BUG ? seen.ask <= x.ticket.price : seen.ask < x.ticket.price)]])

seeded_bug(filled_by_a_candle_of_before paper_exchange.cpp
  [[x.start < *each.rests]]
  [[(!BUG && x.start < *each.rests)]])

seeded_bug(candle_counted_twice paper_prices.cpp
  [[if (!is_first && x.start <= known->second)]]
  [[if (!BUG && !is_first && x.start <= known->second)]])

seeded_bug(candle_given_to_each_order_whole paper_exchange.cpp
  [[left -= each.report.filled - before;]]
  [[left -= BUG ? decimal{} : each.report.filled - before;]])

seeded_bug(bought_at_the_bid paper_exchange.cpp
  [[return round_to(seen.ask, tick, rounding::up);]]
  [[return round_to(BUG ? seen.bid : seen.ask, tick, rounding::up);]])

seeded_bug(sales_pay_no_fee paper_exchange.cpp
  [[quote.available += value - by.fee;]]
  [[quote.available += BUG ? value : value - by.fee;]])

seeded_bug(reserve_kept_after_the_end paper_exchange.cpp
  [[purse.available += x.held;]]
  [[purse.available += BUG ? decimal{} : x.held;]])
