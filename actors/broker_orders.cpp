// The BROKER's orders: one duty of the account's order desk comes in, one
// answer goes out. What is sent is what was approved; what does not leave in
// its time never leaves; and nothing is ever tried again here (O5).
#include "actors/broker_state.hpp"
#include "actors/status_board.hpp"
#include "venues/trading.hpp"

#include <algorithm>
#include <string>
#include <utility>

namespace ballast {

namespace {

using venues::order_action;

order_action action_of(desk_duty_kind x) {
  switch (x) {
  case desk_duty_kind::place:
    return order_action::place;
  case desk_duty_kind::ask:
    return order_action::query;
  case desk_duty_kind::cancel:
    return order_action::cancel;
  case desk_duty_kind::list_open:
    return order_action::open_orders;
  case desk_duty_kind::list_fills:
    return order_action::fills;
  }
  return order_action::query;
}

/// Source: limits-and-health.md, "Lanes".
lane lane_of(const desk_duty& x) {
  switch (x.kind) {
  case desk_duty_kind::place:
    return x.purpose == order_purpose::entry ? lane::entry : lane::exit;
  case desk_duty_kind::cancel:
    return lane::exit;
  case desk_duty_kind::ask:
    return lane::entry;
  case desk_duty_kind::list_open:
  case desk_duty_kind::list_fills:
    return lane::account;
  }
  return lane::account;
}

venues::order_ref ref_of(const job& x, const market& what) {
  const auto& duty = x.order->duty;
  return {what, duty.venue_id, duty.client_id, duty.since, x.page};
}

template <class T>
bool is_good(const venues::answer<T>& x) {
  return x.kind == outcome_kind::ok && x.value.has_value();
}

/// @returns whether it is a page, which is moved out of the answer then.
template <class Page, class Rows>
bool take_page(venues::answer<Page>& x, Rows Page::*rows, Rows& into,
               std::string& next) {
  if (!is_good(x))
    return false;
  into = std::move((*x.value).*rows);
  next = std::move(x.value->next);
  return true;
}

} // namespace

void broker_state::wire_trading(const wiring& x) {
  auto next = caf::actor_cast<strategist_actor>(x.strategist);
  if (next != strategist)
    candles_told.clear(); // It has seen nothing.
  strategist = std::move(next);
  portfolio = nullptr;
  for (const auto& each : x.portfolios)
    if (each.account == options.adapter->account())
      portfolio = caf::actor_cast<portfolio_actor>(each.handle);
}

const market* broker_state::market_of(const symbol& x) const {
  const auto found = by_symbol.find(x);
  return found == by_symbol.end() ? nullptr : &listed[found->second];
}

std::vector<spend> broker_state::spends_of(const job& x) const {
  if (x.of_book)
    return options.adapter->trader()->spends_of(venues::order_action::book,
                                                listed[by_symbol.at(x.market)]);
  if (x.of_fees)
    return options.adapter->trader()->spends_of(venues::order_action::fees,
                                                listed[by_symbol.at(x.market)]);
  if (!x.order)
    return options.adapter->spends_of(x.what);
  const auto& duty = x.order->duty;
  const auto* what = market_of(duty.market);
  return options.adapter->trader()->spends_of(
    action_of(duty.kind), what == nullptr ? market{} : *what);
}

void broker_state::order(const order_request& x) {
  const auto is_placement = x.duty.kind == desk_duty_kind::place;
  const auto* trader = options.adapter->trader();
  const auto refuse = [&](std::string why) {
    end_order(x, is_placement ? duty_end::unsent : duty_end::failed,
              std::move(why));
  };
  if (trader == nullptr || !options.adapter->has_credentials())
    return refuse("there are no credentials to trade with");
  if (drains_for)
    return refuse("the node stops");
  // Cancels need a session only (O7).
  if (given_up || listed.empty())
    return refuse("there is no session: " + reason);
  if (x.duty.kind != desk_duty_kind::list_open
      && market_of(x.duty.market) == nullptr)
    return refuse("the venue lists no " + x.duty.market.to_string());
  if (is_placement)
    if (auto why = objection_to(x))
      return refuse(std::move(*why));
  if (paper)
    return order_on_paper(x);
  job work;
  work.order = std::make_shared<const order_request>(x);
  work.lane = lane_of(x.duty);
  ask(std::move(work));
}

std::optional<std::string>
broker_state::objection_to(const order_request& x) const {
  if (phase != broker_phase::connected)
    return "not connected: " + reason;
  if (is_clock_off(offset.value()))
    return clock_objection(offset.value()); // C1
  if (!is_scannable(mode))
    return std::string{to_sentence(mode)};
  const auto& what = *market_of(x.duty.market);
  if (const auto refused
      = refusal_of(x.ticket, what, options.adapter->trader()->abilities(what),
                   session_of(what), venue_now()))
    return refused->text;
  return std::nullopt;
}

bool broker_state::is_late(const job& x) const {
  return x.order && x.order->duty.kind == desk_duty_kind::place
         && venue_now() > x.order->leave_before;
}

void broker_state::drop_late_orders(job_line& line) {
  auto late = std::vector<job>{};
  for (auto& x : line.jobs)
    if (is_late(x))
      late.push_back(x);
  std::erase_if(line.jobs, [this](const job& x) { return is_late(x); });
  for (const auto& x : late)
    end_order(*x.order, duty_end::unsent, "no permit came in time");
}

venues::request broker_state::build_order(const job& x) {
  auto& trader = *options.adapter->trader();
  const auto& duty = x.order->duty;
  const auto now = signing_time(options.wall->now());
  // A list that changed in between leaves out what is no longer traded; what
  // was asked about it is then asked by its name alone.
  auto what = market{};
  what.symbol = duty.market;
  if (const auto* found = market_of(duty.market))
    what = *found;
  switch (duty.kind) {
  case desk_duty_kind::place:
    return trader.place_request(what, x.order->ticket, now);
  case desk_duty_kind::ask:
    if (x.is_second)
      if (auto more = trader.more_query_request(ref_of(x, what), now))
        return std::move(*more);
    return trader.query_request(ref_of(x, what), now);
  case desk_duty_kind::cancel:
    return trader.cancel_request(ref_of(x, what), now);
  case desk_duty_kind::list_open:
    return trader.open_orders_request(nullptr, duty.page, now);
  case desk_duty_kind::list_fills:
    break;
  }
  return trader.fills_request(&what, duty.since, duty.page, now);
}

void broker_state::read_order(const open_request& x, const net::reply& r) {
  auto& trader = *options.adapter->trader();
  const auto& request = *x.work.order;
  const auto& duty = request.duty;
  auto what = market{};
  if (const auto* found = market_of(duty.market))
    what = *found;
  order_answer result;
  // What an answer of several parts proves, it proves of its beginning.
  result.asked_at = x.work.asked_at.value_or(x.sent_at_wall + offset.value());
  // Every word of the venue is told; whether it proves anything is for the
  // desk to say.
  const auto end = [&](const auto& answer, bool is_word) {
    result.how = is_word ? duty_end::answered : duty_end::failed;
    result.text = answer.text;
    conclude(x, answer.kind, answer.text, answer.limits, true, true);
    answer_order(std::move(result), request);
  };
  switch (duty.kind) {
  case desk_duty_kind::place: {
    auto answer = trader.place_answer(r);
    result.fate = answer.fate;
    if (answer.value)
      result.orders.push_back(*answer.value);
    if (answer.fate != placement::refused)
      account_changed();
    return end(answer, true);
  }
  case desk_duty_kind::ask: {
    auto answer = trader.query_answer_of(r, ref_of(x.work, what));
    if (auto more = next_question(x.work, answer, what)) {
      more->asked_at = result.asked_at;
      conclude(x, answer.kind, answer.text, answer.limits, true, true);
      return ask(std::move(*more));
    }
    if (is_good(answer) && answer.value->found)
      result.orders.push_back(*answer.value->found);
    return end(answer, is_good(answer));
  }
  case desk_duty_kind::cancel: {
    const auto answer = trader.cancel_answer_of(r);
    result.taken = answer.fate == venues::cancel_fate::taken
                   || answer.fate == venues::cancel_fate::already_over;
    return end(answer, answer.fate != venues::cancel_fate::unknown);
  }
  case desk_duty_kind::list_open: {
    auto answer = trader.open_orders_answer_of(r, duty.page);
    return end(answer, take_page(answer, &venues::order_page::orders,
                                 result.orders, result.next));
  }
  case desk_duty_kind::list_fills: {
    auto answer = trader.fills_answer(r);
    return end(answer, take_page(answer, &venues::fill_page::fills,
                                 result.fills, result.next));
  }
  }
}

// Not found on this page, or not among those that are open: only where there is
// nothing more to ask is an order absent.
std::optional<job>
broker_state::next_question(const job& x,
                            const venues::answer<venues::order_lookup>& told,
                            const market& what) {
  if (told.kind != outcome_kind::ok || !told.value || told.value->found)
    return std::nullopt;
  auto more = x;
  more.page = told.value->next;
  if (!more.page.empty())
    return more;
  more.is_second = true;
  if (x.is_second
      || !options.adapter->trader()->more_query_request(
        ref_of(more, what), signing_time(options.wall->now())))
    return std::nullopt;
  return more;
}

void broker_state::order_failed(const open_request& x,
                                const net::failure& why) {
  const auto is_unsent
    = x.work.order->duty.kind == desk_duty_kind::place && !why.byte_left;
  end_order(*x.work.order, is_unsent ? duty_end::unsent : duty_end::failed,
            why.text);
}

void broker_state::end_order(const order_request& what, duty_end how,
                             std::string why) {
  order_answer result;
  result.how = how;
  result.text = std::move(why);
  answer_order(std::move(result), what);
}

void broker_state::answer_order(order_answer x, const order_request& what) {
  if (!portfolio)
    return; // A new one asks the venue for whatever may have left.
  x.id = what.id;
  x.venue = std::string{options.adapter->venue()};
  x.account = std::string{options.adapter->account()};
  self->send(portfolio, std::move(x));
}

void broker_state::tell_facts(const market_question& x) {
  market_facts facts{std::string{options.adapter->venue()}, {}};
  for (const auto& each : x.markets)
    if (const auto* found = market_of(each))
      facts.markets.push_back(*found);
  if (portfolio && !facts.markets.empty())
    self->send(portfolio, std::move(facts));
}

void broker_state::tell_candles(const symbol& which) {
  const auto* what = market_of(which);
  const auto history = histories.find(which);
  if (!strategist || what == nullptr || history == histories.end())
    return;
  const auto& all = history->second.candles();
  const auto told = candles_told.find(which);
  const auto first
    = told == candles_told.end()
        ? all.begin()
        : std::find_if(all.begin(), all.end(),
                       [&](const candle& x) { return x.start > told->second; });
  if (first == all.end())
    return;
  candle_news news{std::string{options.adapter->venue()},
                   *what,
                   {first, all.end()},
                   venue_now()};
  const auto last_closed
    = std::find_if(news.candles.rbegin(), news.candles.rend(),
                   [](const candle& x) { return x.closed; });
  if (last_closed != news.candles.rend())
    candles_told[which] = last_closed->start;
  if (paper && paper->is_open) {
    paper->desk.see(which, news.candles, options.timeframe);
    tell_paper_news();
  }
  self->send(strategist, std::move(news));
}

} // namespace ballast
