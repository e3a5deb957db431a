// The PORTFOLIO's decisions: one evaluation of strategy, market and account
// ends in one reason, and what it wishes goes through risk and sizing before it
// becomes an intent.
#include "actors/portfolio_state.hpp"
#include "domain/money.hpp"
#include "domain/order_sizing.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>

namespace ballast {

namespace {

// Orders are limits that take at once, risk_rules::max_slippage beyond the
// price that was seen: what a moment's movement may cost, and no more. All five
// venues have them, and what one reserves is exact.

sizing_place place_at(const market& where, double price) {
  sizing_place result;
  result.market = where;
  result.venue.limit = {time_in_force::immediate_or_cancel};
  result.style = order_style::limit;
  result.fee = decimal::from_units(percent(1).units());
  result.price_now = money_of(price).value_or(decimal{});
  return result;
}

} // namespace

std::optional<price_range> portfolio_state::see(venue_seat& seat,
                                                const market_news& news) {
  const auto& market = news.market.symbol;
  auto& sight = seat.sights[market];
  sight.market = news.market;
  auto seen = news.seen;
  // What was before a position says nothing of how it ends.
  if (const auto held = seat.holdings.find(market);
      seen && held != seat.holdings.end()
      && held->second.plan.entered >= sight.at)
    seen = price_range{seen->last, seen->last, seen->last};
  if (news.seen) {
    sight.seen = *news.seen;
    sight.at = news.at;
  }
  return seen;
}

void portfolio_state::count(const venue_seat& seat, const symbol& market,
                            const decision& x) {
  ++evaluations;
  reasons.add({std::string{options.strategy->name()}, market,
               seat.status.venue + '/' + options.account},
              x, venue_now(seat));
}

void portfolio_state::moved(const market_moved& x) {
  const auto& news = *x.news;
  const auto found = seats.find(news.venue);
  if (found == seats.end())
    return;
  auto& seat = found->second;
  const auto& market = news.market.symbol;
  const auto seen = see(seat, news);
  if (!seat.desk || is_draining)
    return;
  auto& judged = seat.judged;
  const auto last = judged.find(market);
  // While an order of it is out nobody knows what there is to decide.
  if (has_live_order(seat, market, order_purpose::entry))
    return;
  let_go_of_dust(seat, market);
  const auto held = seat.holdings.find(market);
  const auto is_held = held != seat.holdings.end();
  if (is_held && held->second.plan.left == 0)
    return converge(seat, market);
  // Whoever is followed decides what is opened; how it ends, each for itself.
  if (!is_held && !options.follows.empty())
    return;
  const auto figures = account_figures{equity(), available(seat, market.quote)};
  const auto now_there = venue_now(seat);
  const auto decided = options.strategy->evaluate(
    {news.view, now_there,
     last == judged.end() ? std::nullopt : std::optional{last->second},
     is_held ? std::optional{held->second.plan} : std::nullopt, seen, figures});
  count(seat, market, decided);
  if (news.view.closed > 0)
    judged[market] = news.view.last.start;
  if (decided.kind() == decision_kind::enter)
    return lead(seat, x.news, decided);
  if (is_held)
    keep_plan(seat, market, decided);
}

// -- entries -----------------------------------------------------------------

void portfolio_state::enter(venue_seat& seat, const market_news& news,
                            const decision& x, const taken_over& of) {
  const auto came = try_to_enter(seat, news, x, of);
  note_signal(seat, news.market.symbol, x, came.empty() ? "ordered" : came);
  if (!came.empty())
    tell_leader(of, decimal{}, venue_now(seat));
  pump(seat);
}

std::string portfolio_state::try_to_enter(venue_seat& seat,
                                          const market_news& news,
                                          const decision& x,
                                          const taken_over& of) {
  const auto& market = news.market.symbol;
  if (seat.status.phase != broker_phase::connected)
    return seat.status.reason;
  if (!seat.desk->is_open())
    return "the orders at the venue are not yet compared with the journal";
  if (!is_dollar(market.quote))
    return "it is not traded for dollars";
  const auto wished = spend_wished(*x.entry, equity());
  const auto verdict = risk->judge({market, order_purpose::entry, wished},
                                   view(seat, market), venue_now(seat));
  if (!verdict.approved())
    return verdict.text;
  auto limit = *x.entry;
  limit.price *= 1 + options.risk.max_slippage.to_double();
  const auto sized = size_entry(
    limit, place_at(news.market, x.entry->price),
    {verdict.value, available(seat, market.quote), options.risk.min_balance});
  if (const auto* refused = std::get_if<sizing_refusal>(&sized))
    return refused->text;
  const auto& order = std::get<sized_order>(sized);
  const auto stop = x.plan ? x.plan->stop_first : x.entry->stop;
  auto intended = intend(seat, market, order.ticket, order_purpose::entry,
                         to_string(x.why), verdict.value, stop);
  if (!intended)
    return intended.error().text;
  if (!of.leader.empty())
    seat.copies[*intended] = of;
  return {};
}

// -- exits -------------------------------------------------------------------

void portfolio_state::keep_plan(venue_seat& seat, const symbol& market,
                                const decision& x) {
  auto& held = seat.holdings.at(market);
  held.why = x.why;
  auto next = x.plan.value_or(held.plan);
  if (x.kind() == decision_kind::exit && !x.plan)
    next.left = 0;
  const auto sells = next.left < held.plan.left;
  // A new highest price alone is in the next line that is written anyway.
  const auto is_news = sells || next.stop > held.plan.stop;
  held.plan = next;
  if (sells)
    note_signal(seat, market, x, "ordered");
  if (is_news)
    write_plan(seat, market);
  converge(seat, market);
  pump(seat);
}

// What no venue would buy must not stand in the way of the next entry: it stays
// among the positions, and is sold with them.
void portfolio_state::let_go_of_dust(venue_seat& seat, const symbol& market) {
  const auto held = seat.holdings.find(market);
  if (held == seat.holdings.end() || held->second.plan.left > 0
      || has_live_order(seat, market, order_purpose::exit)
      || has_live_order(seat, market, order_purpose::guard)
      || is_worth_selling(seat, market, seat.book.of(market)))
    return;
  seat.holdings.erase(held);
  write_plan(seat, market);
}

void portfolio_state::converge(venue_seat& seat, const symbol& market) {
  if (!seat.desk || seat.holdings.count(market) == 0 || is_draining)
    return;
  const auto due = due_exit(seat, market);
  const auto has_way = keep_guard(seat, market, due.has_value());
  auto& held = seat.holdings.at(market);
  if (!due || !has_way || has_live_exit(seat, market, held)
      || venue_now(seat) < held.exit_not_before)
    return;
  const auto intended = intend(seat, market, *due, order_purpose::exit,
                               reason_of(held), decimal{}, std::nullopt);
  if (intended)
    held.exit_id = *intended;
  else
    held.exit_not_before = venue_now(seat) + std::chrono::seconds{2};
}

bool portfolio_state::has_live_exit(const venue_seat& seat,
                                    const symbol& market,
                                    const holding& held) const {
  const auto* life = seat.desk->find(held.exit_id);
  return has_live_order(seat, market, order_purpose::exit)
         || (life != nullptr && !life->fills_complete());
}

std::optional<order_ticket>
portfolio_state::due_exit(const venue_seat& seat, const symbol& market) const {
  const auto& held = seat.holdings.at(market);
  const auto sight = seat.sights.find(market);
  if (sight == seat.sights.end() || !is_usable(sight->second.seen)
      || !seat.desk->is_open() || seat.desk->is_halted(market) || is_broken)
    return std::nullopt; // Nothing can be ordered: a guard stays where it is.
  const auto position = seat.book.of(market);
  const auto surplus = surplus_of(held.plan, position.size, held.entered);
  if (surplus <= decimal{})
    return std::nullopt;
  const auto price = sight->second.seen.last;
  const auto leg
    = exit_leg{surplus.to_double() / held.entered.to_double(),
               price * (1 - options.risk.max_slippage.to_double()), held.why};
  // By our own books: the venue's balances are seconds old, and what it does
  // not have it refuses. All of it: one sale of a market is out at a time.
  const auto sized
    = size_exit(leg, place_at(sight->second.market, price),
                {position.size, held.entered, held.plan.left == 0});
  // Too small to be sold: it stays, and is shown.
  const auto* order = std::get_if<sized_order>(&sized);
  return order == nullptr ? std::nullopt : std::optional{order->ticket};
}

bool portfolio_state::has_live_order(const venue_seat& seat,
                                     const symbol& market,
                                     order_purpose purpose) const {
  return seat.desk && seat.desk->has_live(market, purpose);
}

void portfolio_state::note_signal(const venue_seat& seat, const symbol& market,
                                  const decision& x, std::string came) {
  signal_row row;
  row.id = ++rows_made;
  row.at = venue_now(seat);
  row.venue = seat.status.venue;
  row.account = options.account;
  row.symbol = market.to_string();
  row.strategy = std::string{options.strategy->name()};
  row.kind = to_string(x.kind());
  row.reason = to_string(x.why);
  row.came = std::move(came);
  if (x.entry) {
    row.price = x.entry->price;
    row.stop = x.entry->stop;
    row.part = x.entry->size;
  }
  for (const auto& each : x.figures)
    row.figures += fmt::format("{}{} {:.6g}", row.figures.empty() ? "" : ", ",
                               each.name, each.value);
  signals.push_front(std::move(row));
  if (signals.size() > options.rows_max)
    signals.pop_back();
  ++changes;
}

} // namespace ballast
