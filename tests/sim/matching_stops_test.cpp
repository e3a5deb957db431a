// Orders that sleep until the market has traded at their trigger.
#include "tests/sim/matching_venue.hpp"

#include <gtest/gtest.h>

#include <vector>

namespace ballast::sim {
namespace {

class MatchingStops : public matching_venue {
protected:
  explicit MatchingStops(matching::options opts = plain())
      : matching_venue{std::move(opts)} {}

  static order_request stop(side which, std::string_view size,
                            std::string_view trigger, std::string_view price) {
    auto x = limit(which, size, price);
    x.ticket.type = order_type::stop_limit;
    x.ticket.trigger = number(trigger);
    return x;
  }
  std::vector<account_event::kind> heard() const {
    auto result = std::vector<account_event::kind>{};
    for (const auto& x : engine.events(0, 0))
      if (x.what != account_event::kind::balance)
        result.push_back(x.what);
    return result;
  }
  using kind = account_event::kind;
};

TEST_F(MatchingStops, SleepAndHoldWhatALimitOrderHolds) {
  const auto sale = place(stop(side::sell, "2", "99", "98")).order;
  const auto buy = place(stop(side::buy, "10", "101", "102")).order;
  EXPECT_TRUE(sale->asleep && buy->asleep);
  EXPECT_EQ(sale->state, order_state::open);
  EXPECT_EQ(coins().held, number("2"));
  EXPECT_EQ(dollars().held, number("1022.04")); // With the taker's fee.
  // It is within the book's reach, and yet does not trade.
  told.trade(begin + 1, 9'905, 10'095, 50'000);
  pass(2);
  EXPECT_TRUE(sale->asleep && buy->asleep);
  EXPECT_TRUE(engine.fills().empty());
}

TEST_F(MatchingStops, WakeOnceTheMarketTradesAtTheirTrigger) {
  const auto x = place(stop(side::sell, "0.5", "99", "97")).order;
  told.trade(begin + 3, 9'900, 9'950, 1'000);
  pass(3); // The second is not over.
  EXPECT_TRUE(x->asleep);
  pass(1);
  EXPECT_FALSE(x->asleep);
  EXPECT_EQ(x->woken, unix_time{std::chrono::seconds{begin + 4}});
  EXPECT_EQ(x->state, order_state::filled);
  // It takes the bids of that second, and is no worse than its price.
  const auto bids = engine
                      .book(*engine.market("TOLD"), 1,
                            unix_time{std::chrono::seconds{begin + 3}})
                      .bids;
  EXPECT_EQ(engine.fills().front().what.price, bids[0].price);
  EXPECT_EQ(engine.fills().front().what.maker, false);
  EXPECT_EQ(heard(), (std::vector{kind::accepted, kind::woken, kind::traded}));
  EXPECT_TRUE(coins().held.is_zero());
  EXPECT_EQ(coins().available, number("49.5"));
  EXPECT_EQ(dollars().available, number("10000") + x->filled_cost - x->fee);
}

TEST_F(MatchingStops, WakeByASecondThatOnlyTouchedTheTriggerOnItsWay) {
  const auto x = place(stop(side::buy, "1", "103", "110")).order;
  // It ends at its low, far from the trigger.
  told.trade(begin + 1, 9'900, 10'300, 1'000);
  pass(2);
  EXPECT_FALSE(x->asleep);
  EXPECT_EQ(x->state, order_state::filled);
}

TEST_F(MatchingStops, RestWhereTheMarketHasFallenThroughTheirPrice) {
  const auto x = place(stop(side::sell, "1", "99", "98.5")).order;
  told.trade(begin + 1, 9'000, 9'100, 1'000);
  pass(2);
  EXPECT_FALSE(x->asleep);
  EXPECT_EQ(x->state, order_state::open);
  EXPECT_EQ(coins().held, number("1"));
  EXPECT_TRUE(engine.fills().empty());
  // A limit order like any other: it is met at its price.
  told.trade(begin + 5, 9'860, 9'870, 50'000);
  pass(5);
  EXPECT_EQ(x->state, order_state::filled);
  EXPECT_EQ(engine.fills().front().what.price, number("98.5"));
  EXPECT_EQ(engine.fills().front().what.maker, true);
}

TEST_F(MatchingStops, AreCancelledAsleepAndAwake) {
  for (const auto wakes : {false, true}) {
    const auto x = place(stop(side::sell, "1", "99", "98.5")).order;
    if (wakes)
      told.trade(second() + 1, 9'000, 9'100, 1'000);
    pass(3);
    EXPECT_EQ(x->asleep, !wakes);
    ASSERT_TRUE(engine.cancel(0, x->venue_id, now));
    EXPECT_EQ(x->ending, order_ending::by_user);
    EXPECT_TRUE(coins().held.is_zero());
    EXPECT_EQ(coins().available, number("50"));
  }
  // What was cancelled asleep never wakes.
  const auto x = place(stop(side::buy, "1", "101", "102")).order;
  EXPECT_EQ(engine.cancel_all(0, std::nullopt, now).size(), 1U);
  told.trade(second() + 1, 10'000, 10'500, 1'000);
  pass(3);
  EXPECT_FALSE(x->woken);
}

TEST_F(MatchingStops, KeepTheirTimeInForceUntilTheyWake) {
  auto asked = stop(side::sell, "1", "99", "98.5");
  asked.ticket.lives = time_in_force::immediate_or_cancel;
  const auto at_once = place(asked).order;
  asked.ticket.lives = time_in_force::fill_or_kill;
  const auto whole = place(asked).order;
  asked.ticket.lives = time_in_force::good_till_time;
  asked.ticket.expires = now.wall + std::chrono::seconds{2};
  const auto timed = place(asked).order;
  pass(2);
  EXPECT_TRUE(at_once->asleep && whole->asleep);
  EXPECT_EQ(timed->state, order_state::expired);
  told.trade(second() + 1, 9'000, 9'100, 1'000);
  pass(2);
  EXPECT_EQ(at_once->ending, order_ending::immediate);
  EXPECT_EQ(whole->ending, order_ending::all_or_none);
  EXPECT_TRUE(coins().held.is_zero());
}

TEST_F(MatchingStops, WakeAtOnceWhereTheirTriggerIsReached) {
  const auto x = place(stop(side::sell, "0.5", "101", "99")).order;
  EXPECT_FALSE(x->asleep);
  EXPECT_EQ(x->woken, now.wall);
  EXPECT_EQ(x->state, order_state::filled);
  EXPECT_EQ(heard(), (std::vector{kind::accepted, kind::woken, kind::traded}));
}

class MatchingThatRefusesReachedStops : public MatchingStops {
protected:
  static matching::options refuses() {
    auto x = plain();
    x.reached = matching::reached_stop::refused;
    return x;
  }
  MatchingThatRefusesReachedStops() : MatchingStops{refuses()} {}
};

TEST_F(MatchingThatRefusesReachedStops, SaysSo) {
  EXPECT_EQ(why_not(stop(side::sell, "0.5", "100", "99")),
            text(order_refusal::would_trigger));
  EXPECT_EQ(why_not(stop(side::buy, "0.5", "100", "101")),
            text(order_refusal::would_trigger));
  EXPECT_EQ(why_not(stop(side::sell, "0.5", "99.99", "99")), "taken");
  EXPECT_EQ(why_not(stop(side::buy, "0.5", "100.01", "101")), "taken");
}

TEST_F(MatchingStops, AreRefusedAsLimitOrdersAreAndForTheirTrigger) {
  EXPECT_EQ(why_not(stop(side::sell, "1", "0", "98")),
            text(order_refusal::bad_request));
  EXPECT_EQ(why_not(stop(side::sell, "1", "99", "0")),
            text(order_refusal::bad_request));
  EXPECT_EQ(why_not(stop(side::sell, "1", "99.001", "98")),
            text(order_refusal::bad_price_step));
  EXPECT_EQ(why_not(stop(side::sell, "51", "99", "98")),
            text(order_refusal::insufficient_funds));
  auto posts = stop(side::sell, "1", "99", "98");
  posts.ticket.post_only = true;
  EXPECT_EQ(why_not(posts), text(order_refusal::bad_request));
  auto triggered_limit = limit(side::sell, "1", "98");
  triggered_limit.ticket.trigger = number("99");
  EXPECT_EQ(why_not(triggered_limit), text(order_refusal::bad_request));
  const auto x = place(stop(side::sell, "1", "99", "98")).order;
  auto change = matching::amendment{};
  change.price = number("97");
  EXPECT_EQ(engine.amend(0, x->venue_id, change, now).why,
            order_refusal::cannot_amend);
}

} // namespace
} // namespace ballast::sim
