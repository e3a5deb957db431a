// The stop asleep at the venue: rule by rule, then all of them in worlds where
// everything goes wrong.
#include "domain/stop_guard.hpp"
#include "tests/domain/guard_world.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <cstdio>
#include <limits>
#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto at = unix_time{std::chrono::hours{1000}};

decimal number(const char* x) { return *decimal::parse(x); }

class StopGuard : public ::testing::Test {
protected:
  StopGuard() {
    now.held = number("1.2345");
    now.stop = 98.765;
    now.price = 100;
    now.can_order = now.takes_stops = true;
    now.market.price_increment = number("0.01");
    now.market.size_increment = number("0.01");
    now.market.size_min = number("0.05");
    now.market.notional_min = decimal::whole(10);
    now.now = at;
  }

  guard_step next() { return next_step(rules, memory, now); }
  /// A guard of what `next` says, asleep.
  void place() {
    const auto step = next();
    ASSERT_EQ(step.action, guard_action::place) << to_string(step.state);
    memory.intended(now.now);
    now.guard = guard_order{step.ticket, life_stage::working, {}, true, false};
  }
  void expect(guard_action action, guard_state state) {
    const auto step = next();
    EXPECT_EQ(step.action, action);
    EXPECT_STREQ(to_string(step.state), to_string(state));
  }

  guard_rules rules;
  guard_memory memory;
  guard_view now;
};

TEST_F(StopGuard, IsAStopLimitSaleOfWhatIsHeldAtThePlansStop) {
  const auto ticket = next().ticket;
  EXPECT_EQ(ticket.side, side::sell);
  EXPECT_EQ(ticket.type, order_type::stop_limit);
  EXPECT_EQ(ticket.lives, time_in_force::good_till_cancelled);
  EXPECT_EQ(ticket.size, number("1.23"));
  EXPECT_EQ(ticket.trigger, number("98.76"));
  EXPECT_EQ(ticket.price, number("96.78")) << "2 % below, rounded down";
  EXPECT_TRUE(ticket.client_id.empty());
}

TEST_F(StopGuard, SleepsWhileNothingChanges) {
  place();
  for (auto i = 0; i < 100; ++i) {
    now.now += 1s;
    expect(guard_action::none, guard_state::asleep);
  }
}

TEST_F(StopGuard, G1_IsCancelledAtOnceWhereItMaySellMoreThanIsHeld) {
  place();
  now.held = number("1.2");
  expect(guard_action::cancel, guard_state::size_changed);
}

TEST_F(StopGuard, G1_StaysWhileItsOwnFillsAreNotBooked) {
  place();
  now.guard->filled = number("0.5");
  now.guard->fills_complete = false;
  expect(guard_action::none, guard_state::finishing);
  now.guard->stage = life_stage::over;
  expect(guard_action::none, guard_state::settling);
  EXPECT_TRUE(is_out(now.guard)) << "no exit knows yet what is left";
  now.guard->fills_complete = true;
  EXPECT_FALSE(is_out(now.guard));
}

TEST_F(StopGuard, G2_IsCancelledBeforeAnExitAndNotPlacedBesideOne) {
  place();
  now.is_exit_due = true;
  expect(guard_action::cancel, guard_state::exit_first);
  now.guard->is_cancelled = true;
  expect(guard_action::none, guard_state::settling);
  EXPECT_TRUE(is_out(now.guard));
  now.guard->stage = life_stage::over;
  EXPECT_FALSE(is_out(now.guard));
  expect(guard_action::none, guard_state::exit_first);
  now.is_exit_due = false;
  now.has_live_exit = true;
  expect(guard_action::none, guard_state::exit_first);
  now.has_live_exit = false;
  expect(guard_action::place, guard_state::due);
}

TEST_F(StopGuard, G2_OneThatIsHitHasAMomentToFinish) {
  place();
  now.is_exit_due = true;
  now.price = 98.7;
  expect(guard_action::none, guard_state::finishing);
  now.now += 1999ms;
  expect(guard_action::none, guard_state::finishing);
  now.now += 1ms;
  expect(guard_action::cancel, guard_state::exit_first);
}

TEST_F(StopGuard, G2_OneThatIsFilledInPartHasTheSameMoment) {
  place();
  now.guard->filled = number("0.23");
  now.held -= number("0.23");
  expect(guard_action::none, guard_state::finishing);
  now.now += 2s;
  expect(guard_action::cancel, guard_state::unfinished);
}

TEST_F(StopGuard, G3_IsReplacedWhenMoreIsHeldButNotTooOften) {
  place();
  now.held += decimal::whole(1);
  now.now += 9999ms;
  expect(guard_action::none, guard_state::asleep);
  now.now += 1ms;
  expect(guard_action::cancel, guard_state::size_changed);
}

TEST_F(StopGuard, G3_FollowsAStopThatRoseByEnough) {
  place();
  now.now += 1h;
  now.stop = 98.85;
  expect(guard_action::none, guard_state::asleep);
  now.stop = 98.87;
  expect(guard_action::cancel, guard_state::stop_rose);
  now.stop = 99.9;
  now.price = 99.9;
  // The next one could not be placed.
  expect(guard_action::none, guard_state::asleep);
}

TEST_F(StopGuard, G3_NeverGoesDown) {
  place();
  now.now += 1h;
  now.stop = 90;
  expect(guard_action::none, guard_state::asleep);
  now.held += decimal::whole(1);
  expect(guard_action::none, guard_state::asleep);
}

TEST_F(StopGuard, G4_IsNoneWhereThereCanBeNone) {
  const auto good = now;
  const auto with = [&](auto change, guard_state state) {
    now = good;
    change();
    expect(guard_action::none, state);
  };
  with([&] { now.stop = 0; }, guard_state::no_stop);
  with([&] { now.takes_stops = false; }, guard_state::not_offered);
  with([&] { now.is_wanted = false; }, guard_state::unwanted);
  with([&] { now.held = number("0.049"); }, guard_state::too_small);
  with([&] { now.held = number("0.1"); }, guard_state::too_small);
  with([&] { now.held = decimal::whole(-1); }, guard_state::too_small);
  with([&] { now.price = 98.76; }, guard_state::at_the_stop);
  with([&] { now.price = 0; }, guard_state::at_the_stop);
  with([&] { now.can_order = false; }, guard_state::unreachable);
  with([&] { now.has_live_entry = true; }, guard_state::entry_first);
}

TEST_F(StopGuard, G4_IsCancelledWhenNobodyWantsItAnyMore) {
  place();
  now.is_wanted = false;
  expect(guard_action::cancel, guard_state::unwanted);
  now.is_wanted = true;
  now.stop = 0;
  expect(guard_action::cancel, guard_state::no_stop);
}

TEST_F(StopGuard, G5_OneThatWasRefusedIsTriedAgainAfterAPauseThatDoubles) {
  for (const auto pause : {2s, 4s, 8s, 16s}) {
    place();
    now.guard->stage = life_stage::absent;
    expect(guard_action::none, guard_state::paused);
    now.is_exit_due = true;
    expect(guard_action::none, guard_state::exit_first);
    EXPECT_FALSE(is_out(now.guard)) << "an exit need not wait";
    now.is_exit_due = false;
    now.now += pause - 1ms;
    expect(guard_action::none, guard_state::paused);
    now.now += 1ms;
  }
  for (auto i = 0; i < 100; ++i) {
    place();
    now.guard->stage = life_stage::absent;
    next();
    now.now += 5min;
  }
}

TEST_F(StopGuard, G5_OneThatTheVenueEndedUnaskedHasFailed) {
  place();
  now.guard->stage = life_stage::over;
  expect(guard_action::none, guard_state::paused);
  EXPECT_EQ(memory.failures, 1U);
  now.now += 2s;
  place();
  now.now += 10s;
  next();
  EXPECT_EQ(memory.failures, 0U) << "it has slept well";
}

TEST_F(StopGuard, G6_OneOfUnknownFateIsOut) {
  place();
  for (const auto stage :
       {life_stage::intended, life_stage::sent, life_stage::unknown}) {
    now.guard->stage = stage;
    now.now += 1h;
    now.held += decimal::whole(1);
    expect(guard_action::none, guard_state::settling);
    EXPECT_TRUE(is_out(now.guard));
  }
  now.is_exit_due = true;
  expect(guard_action::cancel, guard_state::exit_first);
}

TEST_F(StopGuard, IsTotal) {
  constexpr auto nan = std::numeric_limits<double>::quiet_NaN();
  constexpr auto infinite = std::numeric_limits<double>::infinity();
  for (const auto stop : {nan, infinite, -1.0, 0.0, 1e-30, 1e30, 98.0})
    for (const auto price : {nan, infinite, -1.0, 0.0, 1e30, 99.0})
      for (const auto held : {decimal::lowest(), decimal{}, decimal::whole(2),
                              decimal::highest()})
        for (const auto has_steps : {false, true}) {
          now.stop = stop;
          now.price = price;
          now.held = held;
          now.market = {};
          if (has_steps)
            now.market.price_increment = now.market.size_increment
              = decimal::whole(1);
          const auto step = next();
          if (step.action != guard_action::place)
            continue;
          EXPECT_GT(step.ticket.trigger, step.ticket.price);
          EXPECT_GT(step.ticket.price, decimal{});
          EXPECT_LE(step.ticket.size, held);
        }
}

TEST_F(StopGuard, EachStateHasANameOfItsOwn) {
  std::set<std::string> names;
  for (std::size_t i = 0; i < guard_state_count; ++i)
    names.insert(to_string(static_cast<guard_state>(i)));
  EXPECT_EQ(names.size(), guard_state_count);
  EXPECT_STREQ(to_string(guard_state::unfinished), "unfinished");
}

// -- worlds ------------------------------------------------------------------

guard_world_plan plan_of(std::uint64_t seed) {
  guard_world_plan plan;
  plan.seed = seed;
  plan.lost = seed % 2 == 0 ? 0.08 : 0;
  plan.kills = seed % 3 == 0 ? 0.02 : 0;
  plan.refused = seed % 4 == 0 ? 0.3 : 0;
  plan.takes_stops = seed % 10 != 9;
  return plan;
}

TEST(StopGuardWorlds, NothingIsSoldTwiceAndEveryExitGetsItsWay) {
  auto sum = guard_world::counts{};
  const auto seeds = test::seeds_to_try(40);
  for (auto seed = seeds.first; seed <= seeds.last; ++seed) {
    auto world = guard_world{plan_of(seed)};
    world.run();
    for (const auto& x : world.wrongs())
      ADD_FAILURE() << x;
    ASSERT_TRUE(world.wrongs().empty());
    if (!plan_of(seed).takes_stops) {
      EXPECT_EQ(world.totals().guards, 0U);
    }
    sum += world.totals();
  }
  const auto count
    = [](std::uint64_t x) { return static_cast<unsigned long long>(x); };
  std::printf("note: %llu positions, %llu exits, %llu of them after a guard; "
              "%llu guards, %llu replaced, %llu refused, %llu triggered, %llu "
              "sales while the node was away; %llu kills, %llu messages lost\n",
              count(sum.entries), count(sum.exits),
              count(sum.exits_after_guard), count(sum.guards),
              count(sum.replaced), count(sum.refused), count(sum.triggered),
              count(sum.sold_while_away), count(sum.kills), count(sum.lost));
  if (seeds.last - seeds.first < 30)
    return;
  for (const auto x :
       {sum.entries, sum.exits, sum.exits_after_guard, sum.guards, sum.replaced,
        sum.refused, sum.triggered, sum.sold_while_away, sum.kills, sum.lost})
    EXPECT_GT(x, 10U) << "each has to have happened";
}

} // namespace
} // namespace ballast
