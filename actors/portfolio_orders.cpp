// The PORTFOLIO's orders: the desk says what is to be done, the LEDGER makes it
// durable, the BROKER carries it out, and the desk takes up what came of it.
#include "actors/portfolio_state.hpp"

#include <fmt/format.h>

#include <utility>

namespace ballast {

namespace {

std::chrono::milliseconds in_milliseconds(duration x) {
  return std::chrono::duration_cast<std::chrono::milliseconds>(x);
}

} // namespace

result<std::string>
portfolio_state::intend(venue_seat& seat, const symbol& market,
                        const order_ticket& ticket, order_purpose purpose,
                        const std::string& why, decimal value,
                        std::optional<double> stop) {
  const auto at = venue_now(seat);
  // The venue can take it no longer than its request lives, from the last
  // moment at which it may leave.
  const auto until
    = at + in_milliseconds(options.leaves_within + seat.status.placement_life);
  auto intent = seat.desk->intend(market, ticket, purpose, why, at, until);
  if (!intent)
    return intent.error();
  const auto id = intent->client_id;
  auto order = ticket;
  order.client_id = id;
  seat.approvals[id]
    = {{seat.status.venue, options.account, market, purpose, std::move(order)},
       value,
       ticket.price};
  if (stop)
    seat.stops[id] = *stop;
  ++changes;
  self->request(ledger, caf::infinite, append_entries{{std::move(*intent)}})
    .then([this, id, venue = seat.status.venue](
            caf::ok_atom) { committed(venue, id, true, {}); },
          [this, id, venue = seat.status.venue](const caf::error& e) {
            committed(venue, id, false, self->system().render(e));
          });
  return id;
}

void portfolio_state::committed(const std::string& venue,
                                const std::string& client_id, bool is_durable,
                                const std::string& why) {
  auto& seat = seats[venue];
  if (!seat.desk)
    return;
  if (is_durable) {
    seat.desk->committed(client_id);
    return pump(seat);
  }
  if (!std::exchange(is_broken, true))
    say(log_level::error,
        "ALERT: the journal could not keep an order (" + why
          + "): nothing new is ordered until this node starts again");
  seat.desk->not_committed(client_id);
  seat.approvals.erase(client_id);
  seat.stops.erase(client_id);
  tell_leaders(seat);
}

void portfolio_state::pump(venue_seat& seat) {
  if (!seat.desk || !seat.broker)
    return;
  for (auto& duty : seat.desk->duties(venue_now(seat))) {
    order_request request;
    request.id = ++last_request;
    request.duty = std::move(duty);
    if (request.duty.kind == desk_duty_kind::place) {
      place(seat, std::move(request));
      continue;
    }
    errands[request.id] = {seat.status.venue, request.duty};
    self->send(seat.broker, std::move(request));
  }
}

// The last look: what leaves is what was approved, now.
void portfolio_state::place(venue_seat& seat, order_request request) {
  const auto id = request.duty.client_id;
  const auto approved = seat.approvals.extract(id);
  const auto* life = seat.desk->find(id);
  const auto at = venue_now(seat);
  if (life == nullptr || approved.empty() || is_draining)
    return take(seat, seat.desk->unsent(id, "the node stops", at));
  addressed_order leaving{seat.status.venue, options.account, life->market(),
                          request.duty.purpose, life->ticket()};
  sending_conditions conditions;
  conditions.entries_halted = risk->halts().halted();
  if (const auto sight = seat.sights.find(life->market());
      sight != seat.sights.end())
    conditions.data_age = at - sight->second.at;
  if (const auto refused
      = gate->pass(leaving, approved.mapped(), conditions, now())) {
    say(log_level::warning, fmt::format("{}: order {} does not leave: {}",
                                        seat.status.venue, id, refused->text));
    return take(seat, seat.desk->unsent(id, refused->text, at));
  }
  request.ticket = life->ticket();
  request.leave_before
    = life->ask_after() - in_milliseconds(seat.status.placement_life);
  errands[request.id] = {seat.status.venue, request.duty};
  self->send(seat.broker, std::move(request));
}

void portfolio_state::answered(const order_answer& x) {
  const auto found = errands.extract(x.id);
  if (found.empty() || found.mapped().venue != x.venue)
    return; // Of a life before this one.
  auto& seat = seats[x.venue];
  if (!seat.desk)
    return;
  const auto& duty = found.mapped().duty;
  take(seat, step_of(seat, duty, x));
  // An exit that came to nothing is not tried again at once.
  if (duty.kind == desk_duty_kind::place && duty.purpose == order_purpose::exit)
    if (const auto held = seat.holdings.find(duty.market);
        held != seat.holdings.end())
      held->second.exit_not_before = venue_now(seat) + std::chrono::seconds{2};
  // What it held up can go on now: an exit after its guard, a guard after its
  // entry.
  converge(seat, duty.market);
  pump(seat);
}

desk_step portfolio_state::step_of(venue_seat& seat, const desk_duty& duty,
                                   const order_answer& x) {
  auto& desk = *seat.desk;
  const auto at = venue_now(seat);
  const auto first
    = x.orders.empty() ? std::nullopt : std::optional{x.orders.front()};
  if (duty.kind == desk_duty_kind::place) {
    if (x.how == duty_end::unsent)
      return desk.unsent(duty.client_id, x.text, at);
    const auto fate = x.how == duty_end::answered ? x.fate : placement::unknown;
    const auto held = seat.holdings.find(duty.market);
    const auto is_said = duty.purpose == order_purpose::guard
                         && held != seat.holdings.end()
                         && held->second.guard.memory.failures > 0;
    if (fate != placement::accepted && !is_said)
      say(log_level::warning,
          fmt::format("{}: order {} in {} is {}: {}", x.venue, duty.client_id,
                      duty.market.to_string(), to_string(fate), x.text));
    return desk.placed(duty.client_id, fate, first, x.text, at);
  }
  if (x.how != duty_end::answered) {
    desk.failed(duty, at);
    return {};
  }
  switch (duty.kind) {
  case desk_duty_kind::ask:
    return desk.found(duty.client_id, first, x.asked_at, at);
  case desk_duty_kind::cancel:
    desk.cancel_ended(duty.client_id, x.taken, at);
    return {};
  case desk_duty_kind::list_open:
    return desk.listed(x.orders, x.next, x.asked_at, at);
  case desk_duty_kind::list_fills:
    return desk.fills_listed(duty.market, x.fills, x.next, at);
  case desk_duty_kind::place:
    break;
  }
  return {};
}

void portfolio_state::told(const order_news& x) {
  const auto found = seats.find(x.venue);
  if (found == seats.end() || !found->second.desk)
    return;
  auto& seat = found->second;
  const auto at = venue_now(seat);
  for (const auto& order : x.orders)
    take(seat, seat.desk->told(order, at));
  for (const auto& trade : x.fills)
    take(seat, seat.desk->told(trade, at));
  for (const auto& order : x.orders)
    converge(seat, order.symbol);
  for (const auto& trade : x.fills)
    converge(seat, trade.symbol);
  pump(seat);
}

// Fills before what follows from them, all in one transaction.
void portfolio_state::take(venue_seat& seat, const desk_step& x) {
  if (x.entries.empty() && x.alarms.empty())
    return;
  ++changes;
  write(x.entries);
  for (const auto& text : x.alarms)
    say(log_level::error, "ALERT: " + text);
  for (const auto& each : x.fills)
    take_fill(seat, each, true);
  for (const auto& entry : x.entries)
    if (entry.kind == journal_kind::unsent
        || entry.kind == journal_kind::absent)
      seat.stops.erase(entry.client_id);
  tell_leaders(seat);
}

void portfolio_state::take_fill(venue_seat& seat, const fill& x, bool is_news) {
  if (const auto held = seat.holdings.find(x.symbol);
      held != seat.holdings.end() && !x.client_id.empty()
      && held->second.guard.client_id == x.client_id)
    end_by_guard(seat, x.symbol, is_news);
  const auto before = seat.book.of(x.symbol);
  const auto earned = seat.book.apply(x);
  if (!earned) {
    say(log_level::error,
        "ALERT: a fill cannot be booked: " + earned.error().text);
    return;
  }
  const auto after = seat.book.of(x.symbol);
  const auto is_entry = x.side == side::buy;
  if (!is_entry)
    risk->settled(x.symbol, *earned, x.at);
  if (after.size <= decimal{}) {
    seat.holdings.erase(x.symbol);
  } else if (is_entry) {
    auto [held, is_new] = seat.holdings.try_emplace(x.symbol);
    if (is_new || before.size <= decimal{}) {
      const auto price = x.price.to_double();
      const auto stop = seat.stops.find(x.client_id);
      const auto first
        = stop == seat.stops.end() || stop->second >= price ? 0 : stop->second;
      held->second = {};
      held->second.plan
        = begin_plan(price, first, x.at, options.strategy->options().exits);
    }
    held->second.entered = std::max(held->second.entered, after.size);
  }
  fills.push_front({++rows_made, seat.status.venue, options.account, x});
  if (fills.size() > options.rows_max)
    fills.pop_back();
  if (!is_news)
    return;
  seat.unseen.push_back(x);
  write_plan(seat, x.symbol);
  say(log_level::info,
      fmt::format("{}: {} {} {} at {}, fee {} {}{}", seat.status.venue,
                  is_entry ? "bought" : "sold", x.size.to_string(),
                  x.symbol.to_string(), x.price.to_string(), x.fee.to_string(),
                  x.fee_currency,
                  is_entry ? "" : ", earned " + earned->to_string()));
}

journal_entry portfolio_state::plan_entry(const venue_seat& seat,
                                          const symbol& market) const {
  journal_entry entry;
  entry.kind = journal_kind::plan;
  entry.at = venue_now(seat);
  entry.venue = seat.status.venue;
  entry.account = options.account;
  entry.symbol = market;
  if (const auto held = seat.holdings.find(market); held != seat.holdings.end())
    entry.text = to_text(held->second.plan);
  return entry;
}

void portfolio_state::write_plan(const venue_seat& seat, const symbol& market) {
  write({plan_entry(seat, market)});
}

// Facts need not be waited for: what is lost is asked for again. Only an intent
// waits for its commit.
void portfolio_state::write(std::vector<journal_entry> entries) {
  if (entries.empty() || !ledger)
    return;
  self->request(ledger, caf::infinite, append_entries{std::move(entries)})
    .then([](caf::ok_atom) {},
          [this](const caf::error& e) {
            if (!std::exchange(is_broken, true))
              say(log_level::error,
                  "ALERT: the journal cannot be written ("
                    + self->system().render(e)
                    + "): nothing new is ordered until this node starts again");
          });
}

} // namespace ballast
