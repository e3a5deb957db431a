#include "domain/rate_budgets.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ballast {

using namespace test;

namespace {

/// Wants much, and gets what the limit yields at `now`.
std::vector<granted_permit> take_all(rate_budgets& budgets, time_point now,
                                     lane where = lane::scan) {
  (void)budgets.post(wish(1, where, 1000), now);
  return budgets.grant(now);
}

rate_budgets::throttle_verdict
throttle(rate_budgets& budgets, permit_id id, time_point now,
         std::optional<duration> retry_after = std::nullopt) {
  limit_feedback said;
  said.retry_after = retry_after;
  const auto verdict = budgets.throttled(id, said, now);
  budgets.end(id, permit_end::answered, now);
  return verdict;
}

} // namespace

TEST(RateBudgetsThrottle, FaultE1_HoldsEveryBudgetOfTheRequest) {
  auto budgets = budgets_of(
    {window_row(4, 1s), window_row(100, 60s, "long"), window_row(9, 1s, "x")});
  ASSERT_TRUE(budgets.post(
    wish(1, lane::scan, 100, {{"venue.window", 1}, {"long", 1}}), start));
  const auto permits = budgets.grant(start);
  ASSERT_EQ(permits.size(), 4U);
  const auto verdict = throttle(budgets, permits[0].id, start + 50ms, 7s);
  EXPECT_EQ(verdict.hold, 7s);
  EXPECT_FALSE(verdict.in_spite_of_hold);
  EXPECT_FALSE(verdict.spurious);
  const auto view = budgets.view(start + 50ms);
  EXPECT_EQ(view[0].held_until, start + 7050ms);
  EXPECT_EQ(view[1].held_until, start + 7050ms);
  EXPECT_EQ(view[2].held_until, std::nullopt);
  end_all(budgets, permits, permit_end::answered, start + 100ms);
  EXPECT_TRUE(budgets.grant(start + 7s).empty());
  EXPECT_EQ(budgets.next_wake(start + 7s), start + 7050ms);
  EXPECT_FALSE(budgets.grant(start + 7050ms).empty());
}

/// The permit of one order, which spends from a limit of weight and from two
/// of orders, of which one has the size of the weight's.
struct order_of_three {
  order_of_three() {
    const auto all = std::vector<spend>{
      {"venue.weight", 1}, {"venue.orders", 1}, {"venue.daily", 1}};
    EXPECT_TRUE(budgets.post(wish(1, lane::entry, 1, all), start));
    permit = budgets.grant(start).at(0).id;
  }

  /// What is held after such a refusal, one letter a budget.
  std::string held_after(const limit_feedback& said) {
    budgets.heard(permit, said, start);
    const auto verdict = budgets.throttled(permit, said, start);
    EXPECT_FALSE(verdict.spurious);
    EXPECT_EQ(verdict.hold, 3s);
    std::string held;
    for (const auto& x : budgets.view(start))
      held += x.held_until ? x.id[6] : '-';
    return held;
  }

  rate_budgets budgets = budgets_of({window_row(100, 60s, "venue.weight"),
                                     window_row(50, 10s, "venue.orders"),
                                     window_row(100, 24h, "venue.daily")});
  permit_id permit = 0;
};

TEST(RateBudgetsThrottle, FaultE1_HoldsOnlyTheLimitThatTheVenueNames) {
  order_of_three one;
  limit_feedback said;
  said.retry_after = 3s;
  said.exceeded = "venue.orders";
  // The figures are of another limit: who counts is not who refuses.
  said.counted = "venue.weight";
  said.used = 60;
  EXPECT_EQ(one.held_after(said), "-o-");
  EXPECT_EQ(one.budgets.view(start)[0].used, 60.0);
  EXPECT_EQ(one.budgets.view(start)[1].used, 1.0);
}

TEST(RateBudgetsThrottle, FaultE1_HoldsOnlyTheLimitOfASizeSaidToBeUsedUp) {
  order_of_three one;
  limit_feedback said;
  said.retry_after = 3s;
  said.limit = 50;
  said.remaining = 0;
  EXPECT_EQ(one.held_after(said), "-o-");
}

TEST(RateBudgetsThrottle, FaultE1_HoldsAllWhereItCouldBeAnyOfThem) {
  limit_feedback said;
  said.retry_after = 3s;
  auto unused = said;
  unused.limit = 50;
  unused.remaining = 7;
  auto of_two = said;
  of_two.limit = 100;
  of_two.remaining = 0;
  auto stranger = said;
  stranger.exceeded = "venue.unheard_of";
  auto counted = said;
  counted.counted = "venue.orders";
  counted.used = 50;
  for (const auto& x : {said, unused, of_two, stranger, counted})
    EXPECT_EQ(order_of_three{}.held_after(x), "wod");
}

TEST(RateBudgetsThrottle, FaultE1_AHoldNobodyAskedForIsTheRowsAtLeastASecond) {
  for (const auto& [hold, expected] :
       {std::pair<duration, duration>{5s, 5s}, {0s, 1s}, {10ms, 1s}}) {
    for (const auto said : {std::optional<duration>{}, std::optional{-1s + 0ns},
                            std::optional{duration{0}}}) {
      auto row = window_row(4, 500ms);
      row.hold = hold;
      auto budgets = budgets_of({row});
      const auto permits = take_all(budgets, start);
      EXPECT_EQ(throttle(budgets, permits[0].id, start, said).hold, expected);
    }
  }
}

TEST(RateBudgetsThrottle, FaultE1_LowerLanesWaitAndExitKeepsItsPart) {
  auto budgets = budgets_of({window_row(30, 1s)}, true);
  const auto permits = take_all(budgets, start);
  ASSERT_EQ(permits.size(), 27U);
  throttle(budgets, permits[0].id, start, 10s);
  end_all(budgets, permits, permit_end::answered, start);
  // At 0.7 of 30 units EXIT still has 3.
  ASSERT_TRUE(budgets.post(wish(2, lane::exit, 9), start + 2s));
  const auto exits = budgets.grant(start + 2s);
  ASSERT_EQ(exits.size(), 3U);
  for (const auto& x : exits)
    EXPECT_EQ(x.demand, 2U);
  EXPECT_TRUE(budgets.grant(start + 5s).empty());
}

TEST(RateBudgetsThrottle, AVolleyIsOneThrottle) {
  auto budgets = budgets_of({window_row(10, 1s)});
  const auto permits = take_all(budgets, start);
  const auto first = throttle(budgets, permits[0].id, start + 100ms);
  EXPECT_EQ(first.hold, 1s);
  for (std::size_t i = 1; i < permits.size(); ++i) {
    const auto at = start + 100ms + i * 100ms;
    const auto verdict = throttle(budgets, permits[i].id, at);
    EXPECT_FALSE(verdict.in_spite_of_hold);
    EXPECT_EQ(verdict.hold, std::max<duration>(0s, start + 1100ms - at));
  }
  EXPECT_DOUBLE_EQ(budgets.view(start + 1100ms)[0].factor, 0.7);
}

TEST(RateBudgetsThrottle, FaultE1_AVolleysLaterRetryAfterIsKeptAsWell) {
  auto budgets = budgets_of({window_row(10, 1s)});
  const auto permits = take_all(budgets, start);
  EXPECT_EQ(throttle(budgets, permits[0].id, start + 100ms).hold, 1s);
  const auto later = throttle(budgets, permits[1].id, start + 200ms, 60s);
  EXPECT_EQ(later.hold, 60s);
  EXPECT_FALSE(later.in_spite_of_hold);
  // A shorter word does not take it back.
  EXPECT_EQ(throttle(budgets, permits[2].id, start + 300ms, 1s).hold,
            60s - 100ms);
}

// Requests that overlap, each refused without a Retry-After: the end of a hold
// must not wander along with their answers, or none of them would ever count.
TEST(RateBudgetsThrottle, FaultE2_AnswersThatOverlapDoNotCarryTheHoldAlong) {
  auto budgets = budgets_of({window_row(10, 1s)});
  auto now = start;
  auto in_spite = 0;
  auto sent = std::size_t{0};
  auto pending = take_all(budgets, now);
  for (auto i = 0; i < 600; ++i) {
    now += 100ms;
    const auto more = take_all(budgets, now);
    for (const auto& x : pending)
      in_spite += throttle(budgets, x.id, now).in_spite_of_hold ? 1 : 0;
    sent += pending.size();
    pending = more;
  }
  EXPECT_GE(in_spite, 3);
  EXPECT_LT(sent, 60U);
}

TEST(RateBudgetsThrottle, FaultE3_ABanOfNoLengthIsABanAllTheSame) {
  auto budgets = budgets_of({window_row(10, 1s)});
  const auto permits = take_all(budgets, start);
  budgets.banned(permits[0].id, 0s, start);
  for (const auto& x : permits)
    budgets.end(x.id, permit_end::answered, start);
  EXPECT_TRUE(take_all(budgets, start + 2min).empty());
  EXPECT_FALSE(take_all(budgets, start + 133s).empty());
}

TEST(RateBudgetsThrottle, FaultE3_ABanIsKeptThoughItsPermitIsForgotten) {
  auto budgets = budgets_of({window_row(10, 1s)});
  budgets.banned(permit_id{12345}, 60s, start);
  EXPECT_FALSE(budgets.view(start)[0].banned_until.has_value());
  budgets.banned(budgets.view(start)[0].id, 60s, start);
  EXPECT_EQ(budgets.view(start)[0].banned_until, start + 66s);
}

TEST(RateBudgetsThrottle, FaultE2_OneRequestTriesWhetherAHoldIsOver) {
  auto budgets = budgets_of({window_row(10, 1s)}, true);
  const auto first = take_all(budgets, start);
  ASSERT_EQ(first.size(), 9U);
  (void)throttle(budgets, first[0].id, start, 2s);
  end_all(budgets, first, permit_end::answered, start);
  const auto one = budgets.grant(start + 2s);
  ASSERT_EQ(one.size(), 1U);
  // Those who want out do not wait for it.
  ASSERT_TRUE(budgets.post(wish(2, lane::exit, 1), start + 2s));
  EXPECT_EQ(budgets.grant(start + 2s).size(), 1U);
  // What never left and what was never answered prove nothing: another tries.
  budgets.end(one[0].id, permit_end::unsent, start + 2100ms);
  const auto second = budgets.grant(start + 2100ms);
  ASSERT_EQ(second.size(), 1U);
  budgets.end(second[0].id, permit_end::unknown, start + 2200ms);
  const auto third = budgets.grant(start + 2200ms);
  ASSERT_EQ(third.size(), 1U);
  EXPECT_TRUE(budgets.grant(start + 2500ms).empty());
  budgets.end(third[0].id, permit_end::answered, start + 2600ms);
  EXPECT_GT(budgets.grant(start + 2600ms).size(), 1U);
}

TEST(RateBudgetsThrottle, FaultE2_AVenueThatStillRefusesSeesOneRequestAHold) {
  auto budgets = budgets_of({window_row(10, 1s)});
  auto now = start;
  auto permits = take_all(budgets, now);
  std::size_t refused = 0;
  for (; now < start + 60s; permits = budgets.grant(now)) {
    for (const auto& x : permits) {
      ++refused;
      (void)throttle(budgets, x.id, now);
    }
    now = budgets.next_wake(now).value_or(start + 60s);
  }
  // 10 at once, then after 1, 2, 4, 8, 16 and 30 s.
  EXPECT_LE(refused, 16U);
  EXPECT_GE(refused, 14U);
}

TEST(RateBudgetsThrottle, FaultE2_HoldsDoubleUpToThirtySecondsAndPaceDrops) {
  auto budgets = budgets_of({window_row(10, 1s)});
  auto now = start;
  auto factor = 1.0;
  auto sent = std::size_t{0};
  auto expected = duration{1s};
  for (auto i = 0; i < 20; ++i) {
    const auto permits = take_all(budgets, now);
    ASSERT_FALSE(permits.empty());
    sent += permits.size();
    auto verdict = rate_budgets::throttle_verdict{};
    for (const auto& x : permits) {
      const auto each = throttle(budgets, x.id, now + 10ms);
      verdict.in_spite_of_hold |= each.in_spite_of_hold;
      verdict.hold = std::max(verdict.hold, each.hold);
    }
    EXPECT_EQ(verdict.in_spite_of_hold, i > 0);
    EXPECT_EQ(verdict.hold, expected);
    expected = std::min<duration>(2 * expected, 30s);
    now += 10ms + verdict.hold;
    const auto held = budgets.view(now)[0].factor;
    EXPECT_LT(held, factor + 1e-9);
    EXPECT_GE(held, 0.1);
    factor = std::max(held, 0.4);
  }
  // In nine minutes, where the limit alone would have let 5,000 pass.
  EXPECT_GT(now, start + 8min);
  EXPECT_LT(sent, 120U);
}

TEST(RateBudgetsThrottle, FaultE2_AShortRetryAfterIsNotBelievedForEver) {
  auto budgets = budgets_of({window_row(10, 1s)});
  auto now = start;
  for (const auto expected : {1s, 2s, 4s, 8s}) {
    const auto permits = take_all(budgets, now);
    ASSERT_FALSE(permits.empty());
    EXPECT_EQ(throttle(budgets, permits[0].id, now, 1s).hold, expected);
    end_all(budgets, permits, permit_end::answered, now);
    now += expected;
  }
}

TEST(RateBudgetsThrottle, AGoodAnswerAfterAHoldEndsTheDoubling) {
  auto budgets = budgets_of({window_row(10, 1s)});
  auto permits = take_all(budgets, start);
  throttle(budgets, permits[0].id, start);
  end_all(budgets, permits, permit_end::answered, start);
  permits = take_all(budgets, start + 1s);
  ASSERT_EQ(permits.size(), 1U);
  budgets.end(permits[0].id, permit_end::answered, start + 2s);
  permits = take_all(budgets, start + 2s);
  ASSERT_GE(permits.size(), 6U);
  const auto verdict = throttle(budgets, permits[1].id, start + 2s);
  EXPECT_FALSE(verdict.in_spite_of_hold);
  EXPECT_EQ(verdict.hold, 1s);
}

TEST(RateBudgetsThrottle, ALateGoodAnswerFromBeforeTheHoldProvesNothing) {
  auto budgets = budgets_of({window_row(10, 1s)});
  const auto before = take_all(budgets, start);
  throttle(budgets, before[0].id, start);
  const auto half = before.size() / 2;
  for (std::size_t i = 1; i < half; ++i)
    budgets.end(before[i].id, permit_end::answered, start);
  const auto after = take_all(budgets, start + 1s);
  ASSERT_FALSE(after.empty());
  budgets.end(before[half].id, permit_end::answered, start + 1500ms);
  EXPECT_TRUE(throttle(budgets, after[0].id, start + 2s).in_spite_of_hold);
}

TEST(RateBudgetsThrottle, CutsToSeventyPercentAndRecoversAlongTheCubic) {
  auto budgets = budgets_of({window_row(10, 1s)});
  const auto permits = take_all(budgets, start);
  throttle(budgets, permits[0].id, start);
  const auto ended = start + 1s; // Of the hold.
  const auto factor
    = [&](duration t) { return budgets.view(ended + t)[0].factor; };
  EXPECT_NEAR(factor(0s), 0.70, 0.001);
  EXPECT_NEAR(factor(10s), 0.83, 0.005);
  EXPECT_NEAR(factor(30s), 0.96, 0.005);
  EXPECT_EQ(factor(60s), 1.0);
  EXPECT_EQ(factor(10min), 1.0);
}

TEST(RateBudgetsThrottle, AWindowLetsThroughWhatItsFactorLeaves) {
  auto budgets = budgets_of({window_row(10, 1s)});
  const auto permits = take_all(budgets, start);
  throttle(budgets, permits[0].id, start);
  end_all(budgets, permits, permit_end::answered, start);
  const auto first = take_all(budgets, start + 1s);
  ASSERT_EQ(first.size(), 1U);
  end_all(budgets, first, permit_end::answered, start + 1s);
  EXPECT_EQ(take_all(budgets, start + 1s).size(), 6U);
}

TEST(RateBudgetsThrottle, ABucketDrainsAtWhatItsFactorLeaves) {
  auto budgets = budgets_of({bucket_row(10, 1s, 10)});
  const auto post = [&](time_point now) {
    (void)budgets.post(wish(1, lane::scan, 1000, {{"venue.bucket", 1}}), now);
    return budgets.grant(now);
  };
  const auto permits = post(start);
  ASSERT_EQ(permits.size(), 10U);
  throttle(budgets, permits[0].id, start);
  end_all(budgets, permits, permit_end::answered, start);
  // 7 a second while it is held, and room for 7.
  EXPECT_NEAR(budgets.view(start + 1s)[0].used, 3.0, 1e-9);
  const auto first = post(start + 1s);
  ASSERT_EQ(first.size(), 1U);
  end_all(budgets, first, permit_end::answered, start + 1s);
  EXPECT_EQ(post(start + 1s).size(), 3U);
}

TEST(RateBudgetsThrottle, IsCutAtMostOnceAWindow) {
  auto row = window_row(10, 10s);
  auto budgets = budgets_of({row});
  auto now = start;
  for (auto i = 0; i < 3; ++i) {
    const auto permits = take_all(budgets, now);
    ASSERT_FALSE(permits.empty());
    const auto verdict = throttle(budgets, permits[0].id, now);
    end_all(budgets, {permits.begin() + 1, permits.end()}, permit_end::unsent,
            now);
    now += verdict.hold;
    EXPECT_GE(budgets.view(now)[0].factor, 0.7);
  }
  EXPECT_LT(now, start + 10s);
  now = start + 10s;
  const auto permits = take_all(budgets, now);
  ASSERT_FALSE(permits.empty());
  throttle(budgets, permits[0].id, now);
  EXPECT_LT(budgets.view(now)[0].factor, 0.6);
}

TEST(RateBudgetsThrottle, TheSlowestLimitIsNeverStoppedByItsFactor) {
  auto budgets = budgets_of({window_row(1, 1s)});
  auto now = start;
  for (auto i = 0; i < 10; ++i) {
    const auto permits = take_all(budgets, now);
    ASSERT_EQ(permits.size(), 1U);
    now += throttle(budgets, permits[0].id, now).hold;
    now = std::max(now, budgets.next_wake(now).value_or(now));
  }
}

TEST(RateBudgetsThrottle, ALone429WithLittleInUseIsSpurious) {
  auto budgets = budgets_of({window_row(10, 1s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 4), start));
  const auto permits = budgets.grant(start);
  const auto first = throttle(budgets, permits[0].id, start);
  EXPECT_TRUE(first.spurious);
  EXPECT_EQ(first.hold, 0s);
  EXPECT_EQ(budgets.view(start)[0].factor, 1.0);
  const auto second = throttle(budgets, permits[1].id, start + 9s);
  EXPECT_FALSE(second.spurious);
  EXPECT_EQ(second.hold, 1s);
  EXPECT_EQ(budgets.view(start + 9s)[0].factor, 0.7);
}

TEST(RateBudgetsThrottle, OneEveryTenSecondsWithLittleInUseStaysSpurious) {
  auto budgets = budgets_of({window_row(10, 1s)});
  for (auto now = start; now < start + 60s; now += 10s) {
    ASSERT_TRUE(budgets.post(wish(1, lane::scan, 1), now));
    const auto permits = budgets.grant(now);
    ASSERT_EQ(permits.size(), 1U);
    EXPECT_TRUE(throttle(budgets, permits[0].id, now).spurious);
  }
}

TEST(RateBudgetsThrottle, ARetryAfterIsNeverSpurious) {
  auto budgets = budgets_of({window_row(10, 1s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 1), start));
  const auto permits = budgets.grant(start);
  const auto verdict = throttle(budgets, permits[0].id, start, 3s);
  EXPECT_FALSE(verdict.spurious);
  EXPECT_EQ(verdict.hold, 3s);
}

TEST(RateBudgetsThrottle,
     FaultE3_ABanSilencesTheWholeVenueForItsTimeAndATenth) {
  auto key = window_row(30, 1s, "venue.key");
  key.scope = limit_scope::key;
  auto other = window_row(10, 1s, "other.window");
  other.venue = "other";
  auto budgets = budgets_of({window_row(10, 1s), key, other}, true);
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 1), start));
  const auto permits = budgets.grant(start);
  budgets.banned(permits.at(0).id, 2min, start);
  budgets.end(permits[0].id, permit_end::answered, start);
  ASSERT_TRUE(budgets.post(wish(1, lane::exit, 1), start));
  ASSERT_TRUE(budgets.post(wish(2, lane::exit, 1, {{"venue.key", 1}}), start));
  EXPECT_TRUE(budgets.grant(start + 132s - 1ns).empty());
  EXPECT_EQ(budgets.next_wake(start), start + 132s);
  EXPECT_EQ(budgets.why(1, start)->text, "venue.window: banned by the venue");
  ASSERT_TRUE(
    budgets.post(wish(3, lane::scan, 1, {{"other.window", 1}}), start));
  EXPECT_EQ(budgets.grant(start + 60s).size(), 1U);
  EXPECT_EQ(budgets.grant(start + 132s).size(), 2U);
}

TEST(RateBudgetsThrottle, FaultE3_ABanOfAKeyLeavesTheOtherKeysAlone) {
  auto first = window_row(10, 1s, "venue.private@a");
  auto second = window_row(10, 1s, "venue.private@b");
  first.scope = second.scope = limit_scope::key;
  auto budgets = budgets_of({first, second});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::scan, 2, {{"venue.private@a", 1}}), start));
  const auto permits = budgets.grant(start);
  budgets.banned(permits.at(0).id, 2min, start);
  ASSERT_TRUE(
    budgets.post(wish(2, lane::scan, 1, {{"venue.private@b", 1}}), start));
  EXPECT_EQ(budgets.grant(start).size(), 1U);
  EXPECT_TRUE(budgets.view(start)[0].banned_until);
  EXPECT_FALSE(budgets.view(start)[1].banned_until);
}

TEST(RateBudgetsThrottle, ChangesNothingForAnUnknownPermit) {
  auto budgets = budgets_of({window_row(10, 1s)});
  limit_feedback said;
  said.retry_after = 10s;
  const auto verdict = budgets.throttled(77, said, start);
  EXPECT_EQ(verdict.hold, 0s);
  budgets.banned(77, 10s, start);
  EXPECT_EQ(take_all(budgets, start).size(), 10U);
}

} // namespace ballast
