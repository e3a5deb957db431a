#include "domain/order_gate.hpp"

#include <algorithm>
#include <array>
#include <chrono>
#include <utility>

namespace ballast {

namespace {

using objection = std::optional<order_refused>;

order_refused refused(order_objection why, std::string text) {
  return {why, std::move(text)};
}

const char* name_of(time_in_force x) noexcept {
  switch (x) {
  case time_in_force::good_till_cancelled:
    return "good till cancelled";
  case time_in_force::good_till_time:
    return "good till a time";
  case time_in_force::immediate_or_cancel:
    return "immediate or cancel";
  case time_in_force::fill_or_kill:
    return "fill or kill";
  case time_in_force::day:
    break;
  }
  return "for the day";
}

std::string names_of(const life_set& x) {
  constexpr auto all = std::array{
    time_in_force::good_till_cancelled, time_in_force::good_till_time,
    time_in_force::immediate_or_cancel, time_in_force::fill_or_kill,
    time_in_force::day};
  auto result = std::string{};
  for (const auto each : all)
    if (x.has(each))
      result.append(result.empty() ? "" : ", ").append(name_of(each));
  return result;
}

/// "2026-11-27 14:30 UTC"
std::string minute_text(unix_time x) {
  const auto day = std::chrono::floor<std::chrono::days>(x);
  const auto date = std::chrono::year_month_day{day};
  const auto clock
    = std::chrono::hh_mm_ss{std::chrono::floor<std::chrono::minutes>(x - day)};
  const auto padded = [](auto number) {
    auto text = std::to_string(number);
    return text.size() < 2 ? "0" + text : text;
  };
  return std::to_string(static_cast<int>(date.year())) + '-'
         + padded(static_cast<unsigned>(date.month())) + '-'
         + padded(static_cast<unsigned>(date.day())) + ' '
         + padded(clock.hours().count()) + ':' + padded(clock.minutes().count())
         + " UTC";
}

bool is_multiple(decimal x, decimal increment) {
  return increment <= decimal{} || round_to(x, increment, rounding::down) == x;
}

bool is_fraction(const order_ticket& x) {
  return x.size.is_zero() || !is_multiple(x.size, decimal::whole(1));
}

bool is_stop(const order_ticket& x) { return x.type == order_type::stop_limit; }

/// Of a stop: it wakes at its trigger and trades down to its price (a sale) or
/// up to it (a purchase). The other way round it could not be filled at the
/// price that woke it.
objection trigger_of(const order_ticket& x) {
  using enum order_objection;
  if (!is_stop(x)) {
    if (x.trigger.is_zero())
      return std::nullopt;
    return refused(trigger, "only a stop-limit order has a trigger: leave it "
                            "out, or place a stop-limit order");
  }
  if (x.trigger <= decimal{})
    return refused(trigger, "a stop-limit order needs a trigger above zero");
  const auto is_sale = x.side == side::sell;
  if (is_sale ? x.price <= x.trigger : x.price >= x.trigger)
    return std::nullopt;
  return refused(trigger, "the price " + x.price.to_string()
                            + (is_sale ? " of a sale must be at or below its "
                                         "trigger "
                                       : " of a purchase must be at or above "
                                         "its trigger ")
                            + x.trigger.to_string());
}

/// What would be wrong with the ticket anywhere.
objection form_of(const order_ticket& x, unix_time now) {
  using enum order_objection;
  const auto is_market = x.type == order_type::market;
  if (!is_client_id(x.client_id))
    return refused(client_id, "the client id must be 32 digits of 0-9 and a-f, "
                              "the first of them a letter");
  if (x.size.is_negative() || x.cost.is_negative()
      || x.size.is_zero() == x.cost.is_zero())
    return refused(sizing, "the order needs either a size or a cost above "
                           "zero, and not both");
  if (!x.cost.is_zero() && !is_market)
    return refused(sizing, "only a market order may be sized by its cost: give "
                           "the size in units of what is traded");
  if (x.price.is_negative()
      || ((x.type == order_type::limit || is_stop(x)) && x.price.is_zero()))
    return refused(pricing, "a limit order needs a price above zero");
  if (is_market && !x.price.is_zero())
    return refused(pricing, "a market order has no price: leave it out, or "
                            "place a limit order");
  if (auto no = trigger_of(x))
    return no;
  const auto has_end = x.lives == time_in_force::good_till_time;
  if (has_end != x.expires.has_value())
    return refused(expiry, has_end ? "an order that is good till a time must "
                                     "say until when"
                                   : "only an order that is good till a time "
                                     "may say until when");
  if (has_end && *x.expires <= now)
    return refused(expiry, "the order would end at " + minute_text(*x.expires)
                             + ", which is past: give a later time");
  return std::nullopt;
}

objection lives_of(const order_ticket& x, const life_set& offered,
                   const std::string& name) {
  if (offered.has(x.lives))
    return std::nullopt;
  return refused(
    order_objection::time_in_force,
    name + ": the venue does not take this order " + name_of(x.lives)
      + (offered.is_empty() ? ", nor any other way"
                            : "; it takes it " + names_of(offered)));
}

/// What the venue does not have, for this market.
objection venue_of(const order_ticket& x, const order_abilities& venue,
                   const std::string& name) {
  using enum order_objection;
  const auto is_market = x.type == order_type::market;
  if (x.type == order_type::other)
    return refused(type, name
                           + ": only market, limit and stop-limit orders are "
                             "placed");
  if (is_market && venue.market.is_empty())
    return refused(type, name
                           + ": the venue has no market orders: place a "
                             "limit order");
  if (is_stop(x) && venue.stop_limit.is_empty())
    return refused(type, name
                           + ": no order sleeps at the venue until a price is "
                             "reached: watch the price and place a limit "
                             "order then");
  if (x.post_only && is_stop(x))
    return refused(post_only, name
                                + ": a stop-limit order takes what is there "
                                  "once it wakes and cannot be post-only");
  if (x.post_only && is_market)
    return refused(post_only, name
                                + ": a market order takes what is there and "
                                  "cannot be post-only: place a limit order");
  if (x.post_only && venue.post_only.is_empty())
    return refused(post_only, name
                                + ": the venue has no post-only orders: "
                                  "place one that may take, or none");
  if (is_market && x.size.is_zero() && x.side == side::sell
      && !venue.sells_by_cost)
    return refused(sizing, name
                             + ": the venue sells by size alone: give the "
                               "size in units of what is traded");
  auto offered = is_market     ? venue.market
                 : is_stop(x)  ? venue.stop_limit
                 : x.post_only ? venue.post_only
                               : venue.limit;
  const auto& of_fractions
    = is_market ? venue.market_of_fractions : venue.limit_of_fractions;
  if (of_fractions && is_fraction(x))
    offered = *of_fractions;
  return lives_of(x, offered, name);
}

objection state_of(const order_ticket& x, const market& what,
                   const std::string& name) {
  using enum order_objection;
  switch (what.state) {
  case market_state::tradable:
    return std::nullopt;
  case market_state::post_only:
    if (x.post_only)
      return std::nullopt;
    return refused(market_only_posts,
                   name
                     + " takes only post-only limit orders now: place one, "
                       "or wait until it is tradable");
  case market_state::limit_only:
    if (x.type != order_type::market)
      return std::nullopt;
    return refused(market_only_limits, name
                                         + " takes no market orders now: "
                                           "place a limit order");
  case market_state::delisted:
    return refused(market_closed, name + " is delisted: trade another market");
  case market_state::cancel_only:
  case market_state::halted:
    break;
  }
  return refused(market_closed, name + " takes no new orders now ("
                                  + to_string(what.state)
                                  + "): wait until it is tradable");
}

objection step_of(const char* which, decimal price, side way,
                  const market& what, const std::string& name) {
  if (is_multiple(price, what.price_increment))
    return std::nullopt;
  const auto near = round_price(price, what.price_increment, way);
  return refused(
    order_objection::price_step,
    name + ": the " + which + ' ' + price.to_string() + " is no multiple of "
      + what.price_increment.to_string() + ": take "
      + (near.is_zero() ? what.price_increment : near).to_string());
}

objection steps_of(const order_ticket& x, const market& what,
                   const std::string& name) {
  if (auto no = step_of("price", x.price, x.side, what, name))
    return no;
  if (auto no = step_of("trigger", x.trigger, x.side, what, name))
    return no;
  if (!is_multiple(x.size, what.size_increment)) {
    const auto near = round_size(x.size, what.size_increment);
    return refused(
      order_objection::size_step,
      name + ": the size " + x.size.to_string() + " is no multiple of "
        + what.size_increment.to_string() + ": take "
        + (near.is_zero() ? what.size_increment : near).to_string());
  }
  return std::nullopt;
}

/// What an order is worth, rounded down; absent where nobody knows yet.
std::optional<decimal> value_of(const order_ticket& x) {
  if (!x.cost.is_zero())
    return x.cost;
  if (x.price.is_zero())
    return std::nullopt;
  const auto value = multiply(x.price, x.size, rounding::down);
  return value ? *value : decimal::highest();
}

objection amounts_of(const order_ticket& x, const market& what,
                     const std::string& name) {
  using enum order_objection;
  if (!x.size.is_zero() && x.size < what.size_min)
    return refused(too_small, name + ": the size " + x.size.to_string()
                                + " is below the least of "
                                + what.size_min.to_string() + ": raise it");
  if (!what.size_max.is_zero() && x.size > what.size_max)
    return refused(too_large, name + ": the size " + x.size.to_string()
                                + " is above the greatest of "
                                + what.size_max.to_string()
                                + ": split the order");
  const auto value = value_of(x);
  if (value && *value < what.notional_min)
    return refused(too_little_value,
                   name + ": the order is worth " + value->to_string() + ' '
                     + what.symbol.quote + ", which is below the least of "
                     + what.notional_min.to_string() + ": raise its size");
  return std::nullopt;
}

} // namespace

bool is_client_id(std::string_view x) noexcept {
  constexpr auto length = std::size_t{32};
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'f'; };
  return x.size() == length && is_letter(x.front())
         && std::all_of(x.begin(), x.end(), [&](char c) {
              return is_letter(c) || (c >= '0' && c <= '9');
            });
}

std::optional<order_refused> refusal_of(const order_ticket& ticket,
                                        const market& what,
                                        const order_abilities& venue,
                                        const session_view& session,
                                        unix_time now) {
  const auto name = what.symbol.to_string();
  if (auto no = form_of(ticket, now))
    return no;
  if (auto no = venue_of(ticket, venue, name))
    return no;
  if (auto no = state_of(ticket, what, name))
    return no;
  if (auto no = steps_of(ticket, what, name))
    return no;
  if (auto no = amounts_of(ticket, what, name))
    return no;
  if (session.is_open)
    return std::nullopt;
  return refused(order_objection::out_of_session,
                 name + " is not traded now: "
                   + (session.next_open
                        ? "wait until " + minute_text(*session.next_open)
                        : "when it opens next is not known yet"));
}

} // namespace ballast
