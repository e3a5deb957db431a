// What the PORTFOLIO shows, from the state that decides.
#include "actors/portfolio_state.hpp"
#include "domain/money.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

namespace {

const char* name_of(side x) { return x == side::buy ? "buy" : "sell"; }

const char* name_of(order_type x) {
  return x == order_type::market       ? "market"
         : x == order_type::limit      ? "limit"
         : x == order_type::stop_limit ? "stop_limit"
                                       : "other";
}

std::string state_of(const desk_order& x) {
  if (x.stage == life_stage::over)
    return to_string(x.ending);
  if (x.stage == life_stage::absent)
    return "refused";
  return x.stage == life_stage::working ? "open" : to_string(x.stage);
}

} // namespace

std::vector<order_row> portfolio_state::order_rows() const {
  auto result = std::vector<order_row>{};
  for (const auto& [venue, seat] : seats) {
    if (!seat.desk)
      continue;
    for (const auto& x : seat.desk->orders()) {
      order_row row;
      row.at = x.intent.at;
      row.venue = venue;
      row.account = options.account;
      row.symbol = x.intent.symbol.to_string();
      row.client_id = x.intent.client_id;
      row.venue_id = x.venue_id;
      row.side = name_of(x.intent.side);
      row.type = name_of(x.intent.type);
      row.purpose = to_string(x.intent.purpose);
      row.quantity = x.intent.size;
      row.price = x.intent.price;
      row.filled = x.filled;
      row.cost = x.fills_cost;
      row.fee = x.fee;
      row.fee_currency = x.fee_currency;
      row.state = state_of(x);
      row.reason = x.reason;
      result.push_back(std::move(row));
    }
  }
  std::stable_sort(
    result.begin(), result.end(),
    [](const order_row& a, const order_row& b) { return a.at > b.at; });
  if (result.size() > options.rows_max)
    result.resize(options.rows_max);
  auto id = result.size();
  for (auto& x : result)
    x.id = id--;
  return result;
}

std::vector<position_row> portfolio_state::position_rows() const {
  auto result = std::vector<position_row>{};
  for (const auto& [venue, seat] : seats)
    for (const auto& [market, x] : seat.book.positions()) {
      position_row row;
      row.id = result.size() + 1;
      row.at = x.since;
      row.venue = venue;
      row.account = options.account;
      row.symbol = market.to_string();
      row.size = x.size;
      row.cost = x.cost;
      row.realised = x.realised;
      if (const auto sight = seat.sights.find(market);
          sight != seat.sights.end() && is_usable(sight->second.seen))
        if (const auto price = money_of(sight->second.seen.last))
          row.unrealised = x.unrealised(*price);
      if (const auto held = seat.holdings.find(market);
          held != seat.holdings.end())
        row.reason = reason_of(held->second) + ", guard "
                     + to_string(held->second.guard.state);
      else if (x.is_open())
        row.reason = "too_small_to_sell";
      result.push_back(std::move(row));
    }
  return result;
}

void portfolio_state::show() {
  portfolio_status x;
  x.account = options.account;
  x.strategy = std::string{options.strategy->name()};
  x.follows = options.follows;
  x.halted = risk->halts().why();
  x.equity = equity();
  for (const auto& [venue, seat] : seats) {
    for (const auto& [market, each] : seat.book.positions())
      x.realised += each.realised;
    if (seat.desk && seat.desk->is_open()
        && seat.status.phase == broker_phase::connected)
      x.venues.push_back(venue);
  }
  x.evaluations = evaluations;
  for (const auto& [why, count] : reasons.ranking())
    x.reasons.push_back({to_string(why), count});
  // The lists are long, and change seldom.
  x.has_lists = std::exchange(rows_shown, changes) != changes;
  if (x.has_lists) {
    x.orders = order_rows();
    x.fills.assign(fills.begin(), fills.end());
    x.positions = position_rows();
    x.signals.assign(signals.begin(), signals.end());
    x.copies.assign(copies.begin(), copies.end());
  }
  common.tell_monitor(std::move(x));
}

} // namespace ballast
