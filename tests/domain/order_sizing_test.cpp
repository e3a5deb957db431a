#include "domain/final_gate.hpp"
#include "domain/money.hpp"
#include "domain/order_sizing.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <set>
#include <string>
#include <utility>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using enum sizing_objection;

decimal number(const char* text) { return *decimal::parse(text); }

sizing_place somewhere(order_style style) {
  sizing_place x;
  x.market.symbol = {"BTC", "USD"};
  x.market.price_increment = number("0.01");
  x.market.size_increment = number("0.0001");
  x.market.size_min = number("0.001");
  x.market.notional_min = number("5");
  x.venue.market = {time_in_force::good_till_cancelled};
  x.venue.limit
    = {time_in_force::good_till_cancelled, time_in_force::immediate_or_cancel};
  x.style = style;
  x.fee = number("0.01");
  x.price_now = number("100");
  x.slippage = number("0.01");
  return x;
}

entry wish(double price = 100, double stop = 98) {
  entry x;
  x.size = 0.1;
  x.price = price;
  x.stop = stop;
  return x;
}

sizing_means money(const char* spend) {
  return {number(spend), number("1000"), decimal::whole(1)};
}

sized_order made(const sizing& x) {
  const auto* order = std::get_if<sized_order>(&x);
  EXPECT_NE(order, nullptr) << std::get<sizing_refusal>(x).text;
  return order == nullptr ? sized_order{} : *order;
}

sizing_objection objection(const sizing& x) {
  const auto* no = std::get_if<sizing_refusal>(&x);
  EXPECT_NE(no, nullptr) << "there is an order";
  return no == nullptr ? figures_unusable : no->why;
}

TEST(OrderSizing, WishesForAPartOfTheEquity) {
  EXPECT_EQ(spend_wished(wish(), number("1234.56")), number("123.456"));
  EXPECT_EQ(spend_wished(wish(), -number("1")), decimal{});
  auto x = wish();
  for (const auto size : {0.0, -0.1, 1.1, std::nan("")}) {
    x.size = size;
    EXPECT_EQ(spend_wished(x, number("1000")), decimal{}) << size;
  }
}

TEST(OrderSizing, SpendsACostAndItsFeeAndNotACentMore) {
  const auto x = made(
    size_entry(wish(), somewhere(order_style::market_by_cost), money("100")));
  EXPECT_EQ(x.ticket.type, order_type::market);
  EXPECT_EQ(x.ticket.cost, number("99")); // 99.0099 with 0.99 of fee.
  EXPECT_EQ(x.ticket.size, decimal{});
  EXPECT_EQ(x.ticket.lives, time_in_force::good_till_cancelled);
}

TEST(OrderSizing, BuysASizeThatEvenTheWorsePriceCanPay) {
  const auto x = made(
    size_entry(wish(), somewhere(order_style::market_by_size), money("100")));
  EXPECT_EQ(x.ticket.size, number("0.9802")); // 99.0099 / 101
  EXPECT_EQ(x.ticket.price, decimal{});
  EXPECT_EQ(x.price_reference, number("101"));
}

TEST(OrderSizing, LimitsAtThePriceOfTheDecisionAndNotAbove) {
  const auto x = made(
    size_entry(wish(99.999), somewhere(order_style::limit), money("100")));
  EXPECT_EQ(x.ticket.type, order_type::limit);
  EXPECT_EQ(x.ticket.price, number("99.99"));
  EXPECT_EQ(x.ticket.size, number("0.9901")); // 99.0099 / 99.99
  EXPECT_EQ(x.ticket.lives, time_in_force::immediate_or_cancel);
}

TEST(OrderSizing, SpendsNoMoreThanIsFree) {
  auto means = money("100");
  means.available = number("10.1");
  const auto x
    = made(size_entry(wish(), somewhere(order_style::market_by_cost), means));
  EXPECT_EQ(x.ticket.cost, number("10"));
}

TEST(OrderSizing, RefusesAnAccountBelowItsMinimum) {
  auto means = money("100");
  means.available = number("0.99");
  EXPECT_EQ(objection(size_entry(wish(), somewhere(order_style::market_by_cost),
                                 means)),
            balance_below_minimum);
}

TEST(OrderSizing, RefusesWhatTheVenueWouldRefuse) {
  for (const auto style : {order_style::market_by_cost,
                           order_style::market_by_size, order_style::limit}) {
    EXPECT_EQ(objection(size_entry(wish(), somewhere(style), money("5"))),
              too_small);
    auto where = somewhere(style);
    where.market.size_min = decimal::whole(2);
    EXPECT_EQ(objection(size_entry(wish(), where, money("100"))), too_small);
  }
}

// A position that its own stop could not sell would have no way out.
TEST(OrderSizing, RefusesWhatCouldNotBeSoldAtItsStop) {
  const auto where = somewhere(order_style::market_by_cost);
  EXPECT_EQ(objection(size_entry(wish(), where, money("5.1"))),
            too_small_to_sell);
  made(size_entry(wish(), where, money("6")));
  EXPECT_EQ(objection(size_entry(wish(100, 50), where, money("6"))),
            too_small_to_sell);
}

TEST(OrderSizing, BuysNoMoreThanTheVenueTakesAtOnce) {
  for (const auto style : {order_style::market_by_cost,
                           order_style::market_by_size, order_style::limit}) {
    auto where = somewhere(style);
    where.market.size_max = number("0.5");
    const auto x = made(size_entry(wish(), where, money("100"))).ticket;
    EXPECT_EQ(x.cost.is_zero() ? x.size : x.cost,
              number(x.cost.is_zero() ? "0.5" : "50"));
  }
}

TEST(OrderSizing, RefusesFiguresThatCannotBe) {
  const auto where = somewhere(order_style::limit);
  for (const auto& x : {wish(0), wish(-1), wish(std::nan("")), wish(100, 100),
                        wish(100, -1), wish(1e300)})
    EXPECT_EQ(objection(size_entry(x, where, money("100"))), figures_unusable);
  auto broken = where;
  broken.fee = -number("0.01");
  EXPECT_EQ(objection(size_entry(wish(), broken, money("100"))),
            figures_unusable);
  auto shorts = wish();
  shorts.what = side::sell;
  EXPECT_EQ(objection(size_entry(shorts, where, money("100"))),
            figures_unusable);
}

TEST(OrderSizing, TakesTheLifeThatTheVenueHas) {
  auto where = somewhere(order_style::limit);
  where.lives = time_in_force::fill_or_kill;
  EXPECT_EQ(made(size_entry(wish(), where, money("100"))).ticket.lives,
            time_in_force::good_till_cancelled);
  where.venue.limit_of_fractions = {time_in_force::day};
  EXPECT_EQ(made(size_entry(wish(), where, money("100"))).ticket.lives,
            time_in_force::day);
  where.venue.limit_of_fractions = life_set{};
  EXPECT_EQ(objection(size_entry(wish(), where, money("100"))), not_offered);
}

exit_leg part(double x) { return {x, 110, {}}; }

TEST(OrderSizing, SellsThePartOfWhatWasEntered) {
  const auto where = somewhere(order_style::market_by_size);
  const auto held = sizing_holding{number("1"), number("1"), false};
  const auto x = made(size_exit(part(1.0 / 3), where, held)).ticket;
  EXPECT_EQ(x.side, side::sell);
  EXPECT_EQ(x.size, number("0.3333"));
  EXPECT_EQ(x.type, order_type::market);
}

TEST(OrderSizing, SellsNoMoreThanIsHeld) {
  const auto where = somewhere(order_style::market_by_size);
  EXPECT_EQ(made(size_exit(part(1), where, {number("0.70005"), number("1")}))
              .ticket.size,
            number("0.7"));
}

TEST(OrderSizing, TakesDustWithIt) {
  const auto where = somewhere(order_style::market_by_size);
  // 0.04 at 99 would be worth less than 5.
  EXPECT_EQ(
    made(size_exit(part(0.96), where, {number("1"), number("1")})).ticket.size,
    number("1"));
  EXPECT_EQ(made(size_exit(part(0.1), where, {number("1"), number("1"), true}))
              .ticket.size,
            number("1"));
}

TEST(OrderSizing, LetsALegGrowUntilItCanBeSold) {
  const auto where = somewhere(order_style::market_by_size);
  // 5 at 99 are 0.0506 at least.
  EXPECT_EQ(
    made(size_exit(part(0.01), where, {number("1"), number("1")})).ticket.size,
    number("0.0506"));
}

TEST(OrderSizing, SaysThatDustCannotBeSold) {
  const auto where = somewhere(order_style::market_by_size);
  EXPECT_EQ(
    objection(size_exit(part(1), where, {number("0.05"), number("1"), true})),
    dust);
  EXPECT_EQ(objection(size_exit(part(1), where, {{}, number("1"), true})),
            dust);
  auto blind = where;
  blind.price_now = {};
  EXPECT_EQ(made(size_exit(part(1), blind, {number("0.05"), number("1"), true}))
              .ticket.size,
            number("0.05"))
    << "without a price the venue is asked";
}

TEST(OrderSizing, SellsAtALimitAndNotBelow) {
  auto where = somewhere(order_style::limit);
  auto leg = part(1);
  leg.level = 110.001;
  const auto x
    = made(size_exit(leg, where, {number("1"), number("1"), true})).ticket;
  EXPECT_EQ(x.price, number("110.01"));
  leg.level = 0;
  EXPECT_EQ(objection(size_exit(leg, where, {number("1"), number("1"), true})),
            figures_unusable);
}

TEST(OrderSizing, EachObjectionHasANameOfItsOwn) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < sizing_objection_count; ++i) {
    names.insert(to_string(static_cast<sizing_objection>(i)));
    EXPECT_STRNE(to_sentence(static_cast<sizing_objection>(i)), "");
  }
  EXPECT_EQ(names.size(), sizing_objection_count);
  EXPECT_STREQ(to_string(dust), "dust");
}

// -- properties -----------------------------------------------------------

decimal any_power(random_source& random, int most) {
  auto units = decimal::whole(1).units();
  for (auto i = random.below(static_cast<std::uint64_t>(most)); i > 0; --i)
    units /= 10;
  return decimal::from_units(units);
}

/// Any market that there is, from one of coins at 1e-6 to one at a million.
sizing_place anywhere(random_source& random) {
  auto x = somewhere(static_cast<order_style>(random.below(3)));
  x.market.price_increment = any_power(random, 9);
  x.market.size_increment = any_power(random, 9);
  const auto count = static_cast<std::int64_t>(random.below(1000));
  x.market.size_min
    = value_of(x.market.size_increment, decimal::whole(count), rounding::down);
  x.market.size_max
    = random.below(3) == 0 ? decimal::whole(1'000'000) : decimal{};
  x.market.notional_min
    = decimal::whole(static_cast<std::int64_t>(random.below(11)));
  x.fee = decimal::from_units(percent(1).units()
                              * static_cast<int128>(random.below(100)) / 100);
  x.price_now = round_to(*money_of(std::exp(random.uniform() * 20 - 6)),
                         x.market.price_increment, rounding::up);
  return x;
}

/// What the venue itself would say to the order.
std::string venue_says(order_ticket x, const sizing_place& where) {
  x.client_id = "a0000000000000000000000000000000";
  const auto no = refusal_of(x, where.market, where.venue, {}, unix_time{1s});
  return no ? no->text : "";
}

TEST(OrderSizing, NeverSpendsBeyondItsMeansOrBreaksAStep) {
  auto orders = 0;
  for (std::uint64_t seed = 1; seed <= test::seed_count(20'000); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    const auto where = anywhere(random);
    const auto now = where.price_now.to_double();
    const auto price = now * (0.9 + 0.2 * random.uniform());
    const auto x = wish(price, price * (0.98 + 0.015 * random.uniform()));
    const auto means = sizing_means{
      *money_of(random.uniform() * std::pow(10, random.below(6))),
      *money_of(random.uniform() * std::pow(10, random.below(6))),
      decimal::whole(1)};
    const auto sized = size_entry(x, where, means);
    const auto* order = std::get_if<sized_order>(&sized);
    if (order == nullptr)
      continue;
    ++orders;
    EXPECT_EQ(venue_says(order->ticket, where), "");
    const auto worth = worth_of(order->ticket, order->price_reference);
    const auto paid = worth + value_of(worth, where.fee, rounding::up);
    // One unit of 10^-18: worth_of rounds up what was rounded down before.
    const auto last_digits = decimal::from_units(2);
    EXPECT_LE(paid, std::min(means.spend, means.available) + last_digits)
      << order->ticket.cost.to_string() << ' '
      << order->ticket.size.to_string();
    EXPECT_LE(worth, means.spend);
    if (where.style == order_style::limit) {
      EXPECT_LE(order->ticket.price, *money_of(price));
    }
    if (HasFailure())
      break;
  }
  EXPECT_GT(orders, 5000) << "else this shows little";
}

// Leg by leg until nothing is left: never more than is held, every order one
// that the venue takes, and what stays at the end is less than a step or what
// could not be sold from the first.
TEST(OrderSizing, SellsAllInTheEndAndNeverMoreThanIsHeld) {
  auto orders = 0;
  for (std::uint64_t seed = 1; seed <= test::seed_count(5000); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    auto where = anywhere(random);
    if (where.style == order_style::limit)
      where.style = order_style::market_by_size;
    const auto entered
      = *money_of(random.uniform() * std::pow(10, random.below(6)));
    auto held = entered;
    for (int leg = 0; leg < 40; ++leg) {
      const auto holding = sizing_holding{held, entered, leg >= 3};
      const auto sized = size_exit(part(1.0 / 3), where, holding);
      const auto* order = std::get_if<sized_order>(&sized);
      if (order == nullptr) {
        EXPECT_EQ(objection(sized), dust);
        break;
      }
      ++orders;
      EXPECT_EQ(venue_says(order->ticket, where), "");
      ASSERT_LE(order->ticket.size, held);
      held -= order->ticket.size;
      if (where.market.size_max.is_zero() && !held.is_zero()) {
        const auto rest = round_size(held, where.market.size_increment);
        const auto brings = value_of(
          rest,
          value_of(where.price_now, decimal::whole(1) - where.slippage,
                   rounding::down),
          rounding::up);
        EXPECT_TRUE(rest.is_zero()
                    || (rest >= where.market.size_min
                        && brings >= where.market.notional_min))
          << "dust stayed: " << rest.to_string();
      }
    }
    const auto small = size_exit(part(1), where, {held, entered, true});
    EXPECT_EQ(objection(small), dust);
    if (HasFailure())
      break;
  }
  EXPECT_GT(orders, 5000) << "else this shows little";
}

} // namespace
} // namespace ballast
