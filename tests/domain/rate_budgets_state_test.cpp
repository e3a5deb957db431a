#include "domain/rate_budgets.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"

#include <gtest/gtest.h>

namespace ballast {

using namespace test;

namespace {

std::vector<granted_permit> ask(rate_budgets& budgets, std::uint32_t count,
                                time_point now) {
  (void)budgets.post(wish(1, lane::scan, count), now);
  const auto permits = budgets.grant(now);
  budgets.withdraw(1);
  return permits;
}

std::size_t room(rate_budgets& budgets, time_point now) {
  const auto permits = ask(budgets, 100'000, now);
  end_all(budgets, permits, permit_end::unsent, now);
  return permits.size();
}

} // namespace

TEST(RateBudgetsState, FaultP2_AfterACrashShortWindowsCountAsFull) {
  const auto row = window_row(10, 1s);
  auto before = budgets_of({row});
  const auto stored = before.save(both(start), false);
  auto budgets = budgets_of({row});
  budgets.restore(stored, both(start + 1h));
  EXPECT_EQ(room(budgets, start + 1h + 2s - 1ns), 0U);
  EXPECT_EQ(room(budgets, start + 1h + 2s), 10U);
}

TEST(RateBudgetsState, FaultP2_AfterACrashBucketsCountAsFull) {
  auto row = bucket_row(10, 1s, 15, "venue.window");
  auto before = budgets_of({row});
  const auto stored = before.save(both(start), false);
  auto budgets = budgets_of({row});
  budgets.restore(stored, both(start));
  EXPECT_EQ(room(budgets, start + 1s), 0U);
  EXPECT_EQ(room(budgets, start + 1100ms), 1U);
  EXPECT_EQ(room(budgets, start + 2500ms), 15U);
}

TEST(RateBudgetsState, FaultP2_AfterACrashLongWindowsTakeTheirLogAndTheMark) {
  const auto row = window_row(1000, 1h);
  auto before = budgets_of({row});
  const auto permits = ask(before, 100, start);
  end_all(before, permits, permit_end::answered, start);
  const auto stored = before.save(both(start + 10min), false);
  EXPECT_EQ(stored.budgets.at(0).ahead, 10U);
  auto budgets = budgets_of({row});
  budgets.restore(stored, both(start + 20min));
  EXPECT_EQ(room(budgets, start + 20min), 890U);
  EXPECT_EQ(room(budgets, start + 1h - 1ms), 890U);
  EXPECT_EQ(room(budgets, start + 1h), 990U);
  EXPECT_EQ(room(budgets, start + 80min + 1s), 1000U);
}

TEST(RateBudgetsState, FaultP2_KillsDoNotSilenceAMinute) {
  // Found by kills every ten seconds: counted as full after each, a minute's
  // window never had room again.
  const auto row = window_row(6000, 60s);
  auto stored = budgets_of({row}).save(both(start), false);
  auto now = start;
  auto granted = std::size_t{0};
  for (auto life = 0; life < 12; ++life, now += 10s) {
    auto budgets = budgets_of({row});
    budgets.restore(stored, both(now));
    // The mark is stored before the first permit leaves, and whenever it is
    // used up: here, a little before the kill.
    stored = budgets.save(both(now), false);
    for (auto i = 0; i < 19; ++i) {
      const auto permits = ask(budgets, 50, now + 1s);
      end_all(budgets, permits, permit_end::answered, now + 1s);
      granted += permits.size();
      if (budgets.must_save())
        stored = budgets.save(both(now + 1s), false);
    }
  }
  EXPECT_GE(granted, 10'000U) << "of the 12,000 of two minutes";
}

TEST(RateBudgetsState, AfterAnOrderlyStopEveryLogGoesOn) {
  const auto rows = std::vector{window_row(10, 10s), bucket_row(1, 1s, 10)};
  auto before = budgets_of(rows);
  ASSERT_TRUE(before.post(
    wish(1, lane::scan, 6, {{"venue.window", 1}, {"venue.bucket", 1}}), start));
  end_all(before, before.grant(start), permit_end::answered, start);
  const auto stored = before.save(both(start), true);
  auto budgets = budgets_of(rows);
  budgets.restore(stored, both(start + 3s));
  const auto view = budgets.view(start + 3s);
  EXPECT_EQ(view[0].used, 6.0);
  EXPECT_NEAR(view[1].used, 3.0, 0.003);
  EXPECT_GE(view[1].used, 3.0);
  EXPECT_EQ(budgets.view(start + 10s)[0].used, 0.0);
}

TEST(RateBudgetsState, WhatIsUnansweredAtAnOrderlyStopKeepsItsHold) {
  const auto row = window_row(10, 10s);
  auto before = budgets_of({row});
  ask(before, 4, start);
  const auto stored = before.save(both(start + 5s), true);
  auto budgets = budgets_of({row});
  budgets.restore(stored, both(start + 6s));
  EXPECT_EQ(room(budgets, start + 40s - 1ms), 6U);
  EXPECT_EQ(room(budgets, start + 40s), 10U);
}

TEST(RateBudgetsState, ACalendarSetBackCountsAsNoTimePassed) {
  const auto row = window_row(10, 10s);
  auto before = budgets_of({row});
  end_all(before, ask(before, 4, start), permit_end::answered, start);
  auto stored = before.save(both(start), true);
  stored.taken_at_steady.reset();
  auto budgets = budgets_of({row});
  budgets.restore(stored, {start + 5s, both(start - 1h).wall});
  EXPECT_EQ(room(budgets, start + 15s - 1ns), 6U);
  EXPECT_EQ(room(budgets, start + 15s), 10U);
}

TEST(RateBudgetsState, NoWaitEndsEarlyBecauseTheCalendarCutsItsReadings) {
  // Found by seed 8509 of the arrivals: stored late in one millisecond, read
  // early in another, and a boot in between.
  const auto row = window_row(10, 10s);
  auto before = budgets_of({row});
  const auto now = start + 999'999ns;
  end_all(before, ask(before, 4, now), permit_end::answered, now);
  const auto stored = before.save(both(now), true);
  EXPECT_EQ(stored.taken_at, both(start).wall);
  auto budgets = budgets_of({row});
  const auto booted = time_point{1min};
  budgets.restore(stored, {booted, both(start + 1ms).wall});
  EXPECT_EQ(room(budgets, booted + 10s - 2ns), 6U);
}

TEST(RateBudgetsState, ACalendarSetForwardDoesNotShortenAWindow) {
  const auto row = window_row(10, 10s);
  auto before = budgets_of({row});
  end_all(before, ask(before, 4, start), permit_end::answered, start);
  const auto stored = before.save(both(start), true);
  auto budgets = budgets_of({row});
  budgets.restore(stored, {start + 5s, both(start + 1h).wall});
  EXPECT_EQ(room(budgets, start + 10s - 1ns), 6U);
}

TEST(RateBudgetsState, AfterABootTheCalendarTellsTheTime) {
  const auto row = window_row(10, 10s);
  auto before = budgets_of({row});
  end_all(before, ask(before, 4, start), permit_end::answered, start);
  const auto stored = before.save(both(start), true);
  auto budgets = budgets_of({row});
  const auto booted = time_point{} + 60s;
  budgets.restore(stored, {booted, both(start + 4s).wall});
  EXPECT_EQ(room(budgets, booted + 6s - 1ms), 6U);
  // By the calendar alone, whose reading may be short of a millisecond.
  EXPECT_EQ(room(budgets, booted + 6s), 6U);
  EXPECT_EQ(room(budgets, booted + 6s + 1ms), 10U);
}

TEST(RateBudgetsState, FaultE3_ABanSurvivesARestart) {
  for (const auto clean : {false, true}) {
    auto before = budgets_of({window_row(10, 1s)});
    const auto permits = ask(before, 1, start);
    before.banned(permits.at(0).id, 100s, start);
    EXPECT_TRUE(before.must_save());
    const auto stored = before.save(both(start + 10s), clean);
    auto budgets = budgets_of({window_row(10, 1s)});
    budgets.restore(stored, both(start + 60s));
    EXPECT_EQ(budgets.view(start + 60s)[0].banned_until, start + 110s);
    EXPECT_EQ(room(budgets, start + 110s - 1ns), 0U);
    EXPECT_GT(room(budgets, start + 110s), 0U);
  }
}

TEST(RateBudgetsState, AHoldAndACutSurviveARestart) {
  auto before = budgets_of({window_row(10, 1s)});
  const auto permits = ask(before, 10, start);
  before.throttled(permits.at(0).id, {20s, {}, {}}, start);
  EXPECT_TRUE(before.must_save());
  end_all(before, permits, permit_end::answered, start);
  const auto stored = before.save(both(start), true);
  EXPECT_FALSE(before.must_save());
  auto budgets = budgets_of({window_row(10, 1s)});
  budgets.restore(stored, both(start + 5s));
  EXPECT_EQ(budgets.view(start + 5s)[0].held_until, start + 20s);
  const auto first = ask(budgets, 10, start + 20s);
  ASSERT_EQ(first.size(), 1U);
  end_all(budgets, first, permit_end::answered, start + 20s);
  EXPECT_EQ(room(budgets, start + 20s), 6U);
  EXPECT_EQ(budgets.view(start + 80s)[0].factor, 1.0);
}

TEST(RateBudgetsState, MustSaveOnceTheMarkIsPassed) {
  auto budgets = budgets_of({window_row(2000, 1h)});
  EXPECT_FALSE(budgets.must_save());
  ask(budgets, 1, start);
  EXPECT_TRUE(budgets.must_save()) << "nothing is stored yet";
  (void)budgets.save(both(start), false);
  ask(budgets, 20, start);
  EXPECT_FALSE(budgets.must_save());
  ask(budgets, 1, start);
  EXPECT_TRUE(budgets.must_save());
  (void)budgets.save(both(start), false);
  EXPECT_FALSE(budgets.must_save());
}

TEST(RateBudgetsState, MustSaveBeforeTheFirstPermitAfterAnOrderlyStop) {
  // Or a crash would find a store that says that nothing is unknown.
  auto budgets = budgets_of({window_row(10, 1s)});
  (void)budgets.save(both(start), true);
  EXPECT_FALSE(budgets.must_save());
  ask(budgets, 1, start);
  EXPECT_TRUE(budgets.must_save());
}

TEST(RateBudgetsState, ShortWindowsNeedNoMark) {
  auto budgets = budgets_of({window_row(1000, 9s)});
  (void)budgets.save(both(start), false);
  ask(budgets, 1000, start);
  EXPECT_FALSE(budgets.must_save());
}

TEST(RateBudgetsState, StoresALongLogInFewGroupsThatLeaveNoEarlier) {
  auto before = budgets_of({window_row(5000, 1h)});
  for (auto i = 0; i < 3000; ++i)
    end_all(before, ask(before, 1, start + i * 1s), permit_end::answered,
            start + i * 1s);
  const auto now = start + 3000s;
  const auto stored = before.save(both(now), true);
  EXPECT_LE(stored.budgets.at(0).entries.size(), 256U);
  auto after = budgets_of({window_row(5000, 1h)});
  after.restore(stored, both(now));
  for (auto t = now; t < now + 1h; t += 1s) {
    const auto ours = after.view(t)[0].used;
    const auto truth = before.view(t)[0].used;
    ASSERT_GE(ours, truth);
    ASSERT_LE(ours, truth + 12);
  }
}

TEST(RateBudgetsState, ABudgetTheStateDoesNotKnowCountsAsSpent) {
  auto before = budgets_of({window_row(10, 1s, "other")});
  const auto stored = before.save(both(start), true);
  auto budgets = budgets_of({window_row(10, 1s)});
  budgets.restore(stored, both(start));
  EXPECT_EQ(room(budgets, start + 1s - 1ns), 0U);
  EXPECT_EQ(room(budgets, start + 1s), 10U);
}

TEST(RateBudgetsState, ABudgetWhoseRuleHasChangedCountsAsSpent) {
  auto before = budgets_of({window_row(10, 10s)});
  end_all(before, ask(before, 1, start), permit_end::answered, start);
  const auto stored = before.save(both(start), true);
  // Nine of ten in ten seconds say nothing of eight in a minute.
  auto budgets = budgets_of({window_row(8, 60s)});
  budgets.restore(stored, both(start));
  EXPECT_EQ(room(budgets, start + 60s - 1ns), 0U);
  EXPECT_EQ(room(budgets, start + 60s), 8U);
}

TEST(RateBudgetsState, FaultE3_ABanOutlivesTheRuleItCameUnder) {
  auto before = budgets_of({window_row(10, 1s)});
  before.banned(ask(before, 1, start).at(0).id, 100s, start);
  auto stored = before.save(both(start), false);
  for (const auto* name : {"as it is", "venue.window"}) {
    // Also under the bare name by which an earlier version stored it.
    if (name == std::string{"venue.window"})
      stored.budgets.at(0).id = name;
    auto budgets = budgets_of({window_row(5, 2s)});
    budgets.restore(stored, both(start + 10s));
    EXPECT_EQ(budgets.view(start + 10s)[0].banned_until, start + 110s) << name;
  }
}

TEST(RateBudgetsState, FaultE3_ABanOfTheAddressReachesBudgetsThatAreNew) {
  auto before = budgets_of({window_row(10, 1s)});
  before.banned(ask(before, 1, start).at(0).id, 100s, start);
  const auto stored = before.save(both(start), false);
  auto of_a_key = window_row(10, 1s, "venue.private");
  of_a_key.scope = limit_scope::key;
  auto budgets = budgets_of({window_row(10, 1s), of_a_key});
  budgets.restore(stored, both(start + 10s));
  for (const auto& x : budgets.view(start + 10s))
    EXPECT_EQ(x.banned_until, start + 110s) << x.id;
}

TEST(RateBudgetsState, AFirstStartCountsShortWindowsAsSpentAndLongOnesAsHalf) {
  auto budgets = budgets_of({window_row(10, 60s)});
  budgets.assume_spent("venue.window", start);
  EXPECT_EQ(room(budgets, start + 60s - 1ns), 0U);
  EXPECT_EQ(room(budgets, start + 60s), 10U);
  auto slow = budgets_of({window_row(11, 1h)});
  slow.assume_spent("venue.window", start);
  EXPECT_EQ(room(slow, start), 5U);
  EXPECT_EQ(room(slow, start + 1h), 11U);
}

TEST(RateBudgetsState, ADamagedStateOnlySlowsDown) {
  auto stored = budgets_of({bucket_row(10, 1s, 10, "venue.window")})
                  .save(both(start), true);
  stored.budgets.at(0).debt = 1e300;
  stored.budgets[0].factor = -5;
  stored.budgets[0].cut_age = -3h;
  auto budgets = budgets_of({bucket_row(10, 1s, 10, "venue.window")});
  budgets.restore(stored, both(start));
  EXPECT_EQ(room(budgets, start), 0U);
  EXPECT_TRUE(budgets.post(wish(1, lane::scan, 1), start));
  EXPECT_TRUE(budgets.next_wake(start));
}

} // namespace ballast
