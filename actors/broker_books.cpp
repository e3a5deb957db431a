// The BROKER's table of quotes: what the books of a few markets last came to.
//
//   book_wish ──▶ one question a book, in the scans' lane ──▶ quote_list
//                                  └──▶ the table ◀── quote_question
#include "actors/broker_state.hpp"
#include "venues/trading.hpp"

#include <algorithm>
#include <utility>

namespace ballast {

scan_costs broker_state::costs_of_scans() {
  auto& adapter = *options.adapter;
  scan_costs result;
  result.ticker_calls = 1;
  constexpr std::size_t calls_max = 1'000;
  while (result.ticker_calls < calls_max
         && adapter.more_tickers_request(result.ticker_calls, venue_now()))
    ++result.ticker_calls;
  result.ticker = adapter.spends_of(venues::question::tickers);
  result.candles = adapter.scan_spends();
  if (const auto* trader = adapter.trader();
      trader != nullptr && !listed.empty())
    result.book = trader->spends_of(venues::order_action::book, listed.front());
  for (const auto& x : adapter.budgets())
    for (const auto* spends : {&result.ticker, &result.candles, &result.book})
      if (std::any_of(spends->begin(), spends->end(),
                      [&](const spend& y) { return y.budget == x.id; })) {
        result.limits.push_back({x.id, x.row.units / seconds(x.row.window)});
        break;
      }
  return result;
}

bool broker_state::spends_on_books(const std::string& scope) {
  const auto* trader = options.adapter->trader();
  if (trader == nullptr || listed.empty())
    return false;
  const auto spends
    = trader->spends_of(venues::order_action::book, listed.front());
  return !spends.empty() && spends.front().budget == scope;
}

void broker_state::look_at_books(const book_wish& x) {
  if (drains_for || options.adapter->trader() == nullptr)
    return;
  booking = {x, {x.markets.begin(), x.markets.end()}, {}};
  for (const auto& which : x.markets) {
    job work;
    work.what = venues::question::tickers;
    work.of_book = true;
    work.lane = lane::scan;
    work.market = which;
    work.wish = x.id;
    if (is_listed(work))
      ask(std::move(work));
    else
      book_ended(work);
  }
}

void broker_state::read_book(const open_request& x, const net::reply& r) {
  auto answer = options.adapter->trader()->book_answer(r);
  if (answer.kind == outcome_kind::ok && answer.value) {
    const auto best = [](const std::vector<book_level>& levels) {
      return levels.empty() ? decimal{} : levels.front().price;
    };
    ticker seen;
    seen.symbol = x.work.market;
    seen.bid = best(answer.value->bids);
    seen.ask = best(answer.value->asks);
    price_on_paper(seen, x.sent_at_wall + offset.value());
    if (const auto quote
        = quote_of(x.work.market, *answer.value, booking.wish.reach,
                   x.sent_at_wall + offset.value())) {
      quotes.insert_or_assign(x.work.market, *quote);
      if (x.work.wish == booking.wish.id)
        booking.quotes.push_back(*quote);
    }
  }
  conclude(x, answer.kind, answer.text, answer.limits, true, true);
}

void broker_state::book_ended(const job& x) {
  if (paper && x.lane != lane::scan && !x.probe)
    paper->asked.erase(x.market);
  if (x.wish == 0 || x.wish != booking.wish.id)
    return; // A probe's, or of a wish that a newer one has replaced.
  booking.waits.erase(x.market);
  if (!booking.waits.empty() || !scheduler)
    return;
  self->send(scheduler,
             quote_list{booking.wish.id, std::string{options.adapter->venue()},
                        std::exchange(booking.quotes, {})});
  booking.wish.id = 0;
}

caf::result<market_quote> broker_state::quote(const quote_question& x) const {
  const auto found = quotes.find(x.market);
  if (found == quotes.end())
    return caf::make_error(caf::sec::runtime_error,
                           "no book was asked for of " + x.market.to_string());
  return found->second;
}

} // namespace ballast
