#include "domain/order_sizing.hpp"

#include "domain/money.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast {

namespace {

struct description {
  const char* name;
  const char* sentence;
};

constexpr auto descriptions = std::array<description, sizing_objection_count>{{
  {"figures_unusable", "a price, a size or a fee cannot be"},
  {"balance_below_minimum", "less than the minimum balance is free"},
  {"not_offered", "the venue has no such order for this market"},
  {"too_small", "the order would be below what the venue takes"},
  {"too_small_to_sell",
   "what it buys would be below what the venue takes once it is to be sold"},
  {"dust", "what is held is below what the venue takes"},
}};

const description& describe(sizing_objection x) {
  return descriptions.at(static_cast<std::size_t>(x));
}

const auto one = decimal::whole(1);

sizing_refusal refused(sizing_objection why, const sizing_place& where,
                       const figures& known) {
  return {why, known,
          where.market.symbol.to_string() + ": " + to_sentence(why)};
}

/// A part of an amount that is no larger than it; the amount itself where the
/// figures leave the range.
decimal over(decimal amount, decimal divisor, rounding how) {
  const auto result = proportion(amount, one, divisor, how);
  return result ? *result : decimal{};
}

decimal to_step(decimal x, decimal step, rounding how) {
  return step <= decimal{} ? x : round_to(x, step, how);
}

bool is_usable(const sizing_place& x) {
  return !x.fee.is_negative() && !x.price_now.is_negative()
         && !x.slippage.is_negative() && x.slippage < one
         && x.cost_step > decimal{};
}

bool is_fraction(decimal size) {
  return size.is_zero() || round_to(size, one, rounding::down) != size;
}

/// How long the order lives: as wished, or what comes nearest.
std::optional<time_in_force> life_of(const order_ticket& x,
                                     const sizing_place& where) {
  using enum time_in_force;
  const auto& venue = where.venue;
  const auto is_market = x.type == order_type::market;
  const auto& some
    = is_market ? venue.market_of_fractions : venue.limit_of_fractions;
  const auto& offered = some && is_fraction(x.size) ? *some
                        : is_market                 ? venue.market
                                                    : venue.limit;
  const auto wished = where.lives.value_or(is_market ? good_till_cancelled
                                                     : immediate_or_cancel);
  for (const auto life :
       {wished, good_till_cancelled, immediate_or_cancel, day, fill_or_kill})
    if (offered.has(life) && life != good_till_time)
      return life;
  return std::nullopt;
}

/// An order and what it is reckoned with.
struct draft {
  order_ticket ticket;
  decimal price; ///< A unit's, at most for an entry.
  decimal size;  ///< Of an order by cost: about what it buys.
  decimal value; ///< Without the fee.
};

draft draft_by_cost(decimal money, decimal price, const sizing_place& where) {
  draft x;
  x.ticket.type = order_type::market;
  x.price = price;
  const auto most = where.market.size_max;
  if (!most.is_zero())
    money = std::min(money, value_of(most, price, rounding::down));
  x.ticket.cost = x.value = round_to(money, where.cost_step, rounding::down);
  x.size = over(x.value, price, rounding::down);
  return x;
}

draft draft_by_size(decimal money, decimal price, const sizing_place& where) {
  draft x;
  const auto is_limit = where.style == order_style::limit;
  x.ticket.type = is_limit ? order_type::limit : order_type::market;
  x.price = is_limit
              ? to_step(price, where.market.price_increment, rounding::down)
              : value_of(price, one + where.slippage, rounding::up);
  x.size = over(money, x.price, rounding::down);
  if (!where.market.size_max.is_zero())
    x.size = std::min(x.size, where.market.size_max);
  x.size = to_step(x.size, where.market.size_increment, rounding::down);
  x.ticket.size = x.size;
  x.ticket.price = is_limit ? x.price : decimal{};
  // What is enough at the better price may be too little at the worse one.
  const auto least = is_limit ? x.price : price;
  x.value = value_of(x.size, least, rounding::down);
  return x;
}

bool is_taken(decimal size, decimal value, const market& what) {
  return size > decimal{} && size >= what.size_min && value > decimal{}
         && value >= what.notional_min;
}

figures figures_of(const draft& x, const market& what) {
  return {{"size", x.size.to_double()},
          {"value", x.value.to_double()},
          {"size_min", what.size_min.to_double()},
          {"notional_min", what.notional_min.to_double()}};
}

/// Whether the least that it buys can be sold again where the stop is. The fee
/// may be taken from it.
bool can_be_sold(const draft& x, decimal stop, const sizing_place& where) {
  const auto kept
    = to_step(value_of(x.size, one - std::min(where.fee, one), rounding::down),
              where.market.size_increment, rounding::down);
  const auto price = value_of(stop.is_zero() ? x.price : stop,
                              one - where.slippage, rounding::down);
  return is_taken(kept, value_of(kept, price, rounding::down), where.market);
}

sizing finish(draft x, const sizing_place& where) {
  const auto life = life_of(x.ticket, where);
  if (!life)
    return refused(sizing_objection::not_offered, where, {});
  x.ticket.lives = *life;
  return sized_order{std::move(x.ticket), x.price};
}

/// The least that can be sold at once; @param price what a unit may bring, zero
/// where nobody knows.
decimal least_sold(const market& what, decimal price) {
  auto least
    = std::max({what.size_min, what.size_increment, decimal::from_units(1)});
  if (price > decimal{})
    least = std::max(least, over(what.notional_min, price, rounding::up));
  return to_step(least, what.size_increment, rounding::up);
}

} // namespace

const char* to_string(sizing_objection x) noexcept { return describe(x).name; }

const char* to_sentence(sizing_objection x) noexcept {
  return describe(x).sentence;
}

decimal spend_wished(const entry& x, decimal equity) {
  const auto part = money_of(x.size);
  if (!part || *part <= decimal{} || *part > one || equity <= decimal{})
    return {};
  return value_of(equity, *part, rounding::down);
}

sizing size_entry(const entry& x, const sizing_place& where,
                  const sizing_means& means) {
  using enum sizing_objection;
  const auto decided = money_of(x.price);
  const auto stop = money_of(x.stop);
  if (!is_usable(where) || !decided || *decided <= decimal{} || !stop
      || stop->is_negative() || *stop >= *decided || x.what != side::buy)
    return refused(
      figures_unusable, where,
      {{"price", x.price}, {"stop", x.stop}, {"fee", where.fee.to_double()}});
  if (means.available < means.min_balance)
    return refused(balance_below_minimum, where,
                   {{"available", means.available.to_double()},
                    {"min_balance", means.min_balance.to_double()}});
  const auto money = over(std::min(means.spend, means.available),
                          one + where.fee, rounding::down);
  const auto is_limit = where.style == order_style::limit;
  const auto price
    = is_limit || where.price_now.is_zero() ? *decided : where.price_now;
  const auto made = where.style == order_style::market_by_cost
                      ? draft_by_cost(money, price, where)
                      : draft_by_size(money, price, where);
  if (!is_taken(made.size, made.value, where.market))
    return refused(too_small, where, figures_of(made, where.market));
  if (!can_be_sold(made, *stop, where))
    return refused(too_small_to_sell, where, figures_of(made, where.market));
  return finish(made, where);
}

sizing size_exit(const exit_leg& x, const sizing_place& where,
                 const sizing_holding& holding) {
  using enum sizing_objection;
  const auto part = money_of(x.part);
  const auto level = money_of(x.level);
  const auto is_limit = where.style == order_style::limit;
  if (!is_usable(where) || !part || *part <= decimal{} || !level
      || level->is_negative() || (is_limit && level->is_zero()))
    return refused(figures_unusable, where,
                   {{"part", x.part}, {"level", x.level}});
  const auto& what = where.market;
  const auto step = what.size_increment;
  draft made;
  made.ticket.side = side::sell;
  made.ticket.type = is_limit ? order_type::limit : order_type::market;
  if (is_limit)
    made.ticket.price = made.price
      = to_step(*level, what.price_increment, rounding::up);
  else
    made.price
      = value_of(where.price_now, one - where.slippage, rounding::down);
  const auto all = to_step(holding.held, step, rounding::down);
  const auto least = least_sold(what, made.price);
  if (all <= decimal{} || all < least)
    return refused(
      dust, where,
      {{"held", holding.held.to_double()}, {"least", least.to_double()}});
  auto size = to_step(value_of(holding.entered, *part, rounding::down), step,
                      rounding::down);
  size = std::clamp(size, least, all);
  if (holding.is_last || all - size < least)
    size = all;
  if (!what.size_max.is_zero())
    size = std::min(size, to_step(what.size_max, step, rounding::down));
  made.ticket.size = size;
  return finish(std::move(made), where);
}

} // namespace ballast
