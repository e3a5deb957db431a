#include "domain/rate_budgets.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"

#include <gtest/gtest.h>

namespace ballast {

using namespace test;

TEST(RateBudgets, HoldsAWindowsPlaceUntilTheAnswerAndTheWindowAreOver) {
  auto budgets = budgets_of({window_row(2, 1s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 9), start));
  const auto first = budgets.grant(start);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_TRUE(budgets.grant(start + 5s).empty());
  budgets.end(first[0].id, permit_end::answered, start + 5s);
  EXPECT_EQ(budgets.next_wake(start + 5s), start + 6s);
  EXPECT_TRUE(budgets.grant(start + 6s - 1ns).empty());
  EXPECT_EQ(budgets.grant(start + 6s).size(), 1U);
}

TEST(RateBudgets, DrainsABucketsDebitOnlyFromItsAnswerOn) {
  auto budgets = budgets_of({bucket_row(1, 3s, 2)});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::scan, 9, {{"venue.bucket", 1}}), start));
  const auto first = budgets.grant(start);
  ASSERT_EQ(first.size(), 2U);
  EXPECT_TRUE(budgets.grant(start + 20s).empty());
  end_all(budgets, first, permit_end::answered, start + 20s);
  EXPECT_EQ(budgets.next_wake(start + 20s), start + 23s);
  EXPECT_TRUE(budgets.grant(start + 23s - 1ns).empty());
  EXPECT_EQ(budgets.grant(start + 23s).size(), 1U);
}

TEST(RateBudgets, MintsNoTokenAtARateThatDividesIntoNoWholeNanoseconds) {
  // 3 units in 1 s: one unit drains in 333,333,333 1/3 ns.
  auto budgets = budgets_of({bucket_row(3, 1s, 1)});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::scan, 4000, {{"venue.bucket", 1}}), start));
  auto now = start;
  for (auto i = 0; i < 3000; ++i) {
    const auto permits = budgets.grant(now);
    ASSERT_EQ(permits.size(), 1U) << i;
    budgets.end(permits[0].id, permit_end::answered, now);
    now = budgets.next_wake(now).value();
  }
  EXPECT_GE(now, start + 1000s);
  EXPECT_LT(now, start + 1000s + 3000ns);
}

TEST(RateBudgets, CountsWhatIsNeverAnsweredAsAnsweredAfterTheHold) {
  for (const auto given_up : {false, true}) {
    auto budgets = budgets_of({window_row(1, 1s)});
    ASSERT_TRUE(budgets.post(wish(1, lane::scan, 2), start));
    const auto first = budgets.grant(start);
    ASSERT_EQ(first.size(), 1U);
    if (given_up)
      budgets.end(first[0].id, permit_end::unknown, start + 2s);
    EXPECT_EQ(budgets.outstanding(), given_up ? 0U : 1U);
    EXPECT_EQ(budgets.next_wake(start + 3s), start + 31s);
    EXPECT_TRUE(budgets.grant(start + 31s - 1ns).empty());
    EXPECT_EQ(budgets.grant(start + 31s).size(), 1U);
  }
}

TEST(RateBudgets, RefundsAtOnceWhatWasNeverSent) {
  auto budgets = budgets_of({window_row(1, 1s), bucket_row(1, 1s, 1)});
  ASSERT_TRUE(budgets.post(
    wish(1, lane::scan, 2, {{"venue.window", 1}, {"venue.bucket", 1}}), start));
  const auto first = budgets.grant(start);
  ASSERT_EQ(first.size(), 1U);
  budgets.end(first[0].id, permit_end::unsent, start);
  EXPECT_EQ(budgets.grant(start).size(), 1U);
}

TEST(RateBudgets, ChangesNothingForAPermitThatHasEnded) {
  auto budgets = budgets_of({window_row(2, 1s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 9), start));
  const auto first = budgets.grant(start);
  budgets.end(first[0].id, permit_end::answered, start);
  budgets.end(first[0].id, permit_end::unsent, start);
  budgets.end(first[0].id, permit_end::answered, start + 1ms);
  EXPECT_TRUE(budgets.grant(start + 1ms).empty());
  EXPECT_EQ(budgets.outstanding(), 1U);
}

TEST(RateBudgets, SpendsFromAllBudgetsOrFromNone) {
  auto budgets
    = budgets_of({window_row(10, 1s, "wide"), window_row(1, 1s, "narrow")});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::scan, 5, {{"wide", 2}, {"narrow", 1}}), start));
  EXPECT_EQ(budgets.grant(start).size(), 1U);
  const auto view = budgets.view(start);
  EXPECT_EQ(view[0].used, 2.0);
  EXPECT_EQ(view[1].used, 1.0);
  EXPECT_EQ(budgets.waiting(), 4U);
}

TEST(RateBudgets, RefusesAWishThatCouldNeverBeGranted) {
  auto budgets = budgets_of({window_row(10, 1s)}, true);
  const auto code = [&](permit_wish x) {
    const auto posted = budgets.post(std::move(x), start);
    return posted ? std::optional<ec>{} : posted.error().code;
  };
  EXPECT_EQ(code(wish(0, lane::scan, 1)), ec::invalid_argument);
  EXPECT_EQ(code(wish(1, lane::scan, 1, {})), ec::invalid_argument);
  EXPECT_EQ(code(wish(1, lane::scan, 1, {{"none", 1}})), ec::invalid_argument);
  EXPECT_EQ(code(wish(1, lane::scan, 1, {{"venue.window", 0}})),
            ec::invalid_argument);
  EXPECT_EQ(code(wish(1, lane::scan, 1, {{"venue.window", 10}})),
            ec::invalid_argument);
  EXPECT_EQ(code(wish(1, lane::exit, 1, {{"venue.window", 10}})), std::nullopt);
  EXPECT_EQ(code(wish(1, lane::scan, 1, {{"venue.window", 9}})), std::nullopt);
}

TEST(RateBudgets, ReplacesAndWithdrawsAStandingWish) {
  auto budgets = budgets_of({window_row(10, 1s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 9), start));
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 3), start));
  EXPECT_EQ(budgets.waiting(), 3U);
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 0), start));
  EXPECT_EQ(budgets.waiting(), 0U);
  EXPECT_TRUE(budgets.grant(start).empty());
}

TEST(RateBudgets, ForgetsTheWishesOfABrokerThatIsGone) {
  auto budgets = budgets_of({window_row(10, 1s)});
  ASSERT_TRUE(budgets.post(wish((7ULL << 32U) | 1U, lane::scan, 2), start));
  ASSERT_TRUE(budgets.post(wish((8ULL << 32U) | 1U, lane::scan, 3), start));
  budgets.forget_owner(7);
  EXPECT_EQ(budgets.waiting(), 3U);
}

TEST(RateBudgets, APermitIsValidForLessWhereWindowsAreShort) {
  auto budgets
    = budgets_of({window_row(9, 2s, "short"), window_row(9, 1min, "long")});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 1, {{"long", 1}}), start));
  EXPECT_EQ(budgets.grant(start).at(0).valid_for, 2s);
  ASSERT_TRUE(
    budgets.post(wish(1, lane::scan, 1, {{"long", 1}, {"short", 1}}), start));
  EXPECT_EQ(budgets.grant(start).at(0).valid_for, 250ms);
}

TEST(RateBudgets, PermittedIsTheTightestPublishedRateLessExitsPart) {
  auto budgets
    = budgets_of({window_row(10, 1s, "fast"), window_row(3600, 1h, "slow"),
                  bucket_row(10, 1s, 15, "bucket")},
                 true);
  EXPECT_DOUBLE_EQ(budgets.permitted({{"fast", 1}}, 10s), 90.0);
  EXPECT_DOUBLE_EQ(budgets.permitted({{"fast", 1}, {"slow", 1}}, 10s), 9.0);
  EXPECT_DOUBLE_EQ(budgets.permitted({{"bucket", 2}}, 10s), 50.0);
  EXPECT_DOUBLE_EQ(budgets.permitted({}, 10s), 0.0);
}

TEST(RateBudgets, SaysWhyAWishWaitsAndUntilWhen) {
  auto budgets = budgets_of({window_row(2, 1s)}, true);
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 5), start));
  EXPECT_FALSE(budgets.why(1, start));
  const auto first = budgets.grant(start);
  ASSERT_EQ(first.size(), 1U);
  auto why = budgets.why(1, start);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->budget, "venue.window");
  EXPECT_EQ(why->until, std::nullopt);
  EXPECT_EQ(why->wanted, 4U);
  EXPECT_EQ(why->text,
            "venue.window: 1 of 2 in use, 1 kept for EXIT, 1 unanswered");
  end_all(budgets, first, permit_end::answered, start);
  why = budgets.why(1, start);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->until, start + 1s);
  EXPECT_FALSE(budgets.why(2, start));
}

TEST(RateBudgets, CountsUnitsOfAWorseHeaderAndNeverThoseOfABetterOne) {
  auto budgets = budgets_of({window_row(10, 1s)});
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 3), start));
  const auto permits = budgets.grant(start);
  budgets.heard(permits[0].id, {{}, 10U, 9U}, start);
  EXPECT_EQ(budgets.view(start)[0].used, 3.0);
  budgets.heard(permits[0].id, {{}, 10U, 4U}, start);
  EXPECT_EQ(budgets.view(start)[0].used, 6.0);
  // What a foreign client spent leaves a window later.
  EXPECT_EQ(budgets.view(start + 1s)[0].used, 3.0);
}

TEST(RateBudgets, ComparesTokensWhereTheBudgetIsABucket) {
  auto budgets = budgets_of({bucket_row(10, 1s, 15)});
  ASSERT_TRUE(
    budgets.post(wish(1, lane::scan, 1, {{"venue.bucket", 1}}), start));
  const auto permits = budgets.grant(start);
  budgets.heard(permits[0].id, {{}, 15U, 5U}, start);
  EXPECT_EQ(budgets.view(start)[0].used, 10.0);
  EXPECT_EQ(budgets.view(start + 500ms)[0].used, 5.0);
}

TEST(RateBudgets, BelievesWhatIsSaidOfALimitByName) {
  auto budgets = budgets_of({window_row(10, 1s), window_row(10, 1s, "other")});
  ASSERT_TRUE(budgets.post(
    wish(1, lane::scan, 1, {{"venue.window", 1}, {"other", 1}}), start));
  const auto id = budgets.grant(start).at(0).id;
  limit_feedback said;
  said.counted = "other";
  said.used = 7;
  budgets.heard(id, said, start);
  EXPECT_EQ(budgets.view(start)[0].used, 1.0);
  EXPECT_EQ(budgets.view(start)[1].used, 7.0);
  said.used = {};
  said.remaining = 1;
  budgets.heard(id, said, start);
  EXPECT_EQ(budgets.view(start)[0].used, 1.0);
  EXPECT_EQ(budgets.view(start)[1].used, 9.0);
  said.counted = "third";
  said.remaining = 0;
  budgets.heard(id, said, start);
  EXPECT_EQ(budgets.view(start)[1].used, 9.0);
}

TEST(RateBudgets, DoesNotBelieveAHeaderThatContradictsItself) {
  auto budgets = budgets_of({window_row(10, 1s), window_row(20, 1s, "other")});
  ASSERT_TRUE(budgets.post(
    wish(1, lane::scan, 1, {{"venue.window", 1}, {"other", 1}}), start));
  const auto permits = budgets.grant(start);
  const auto id = permits.at(0).id;
  budgets.heard(id, {{}, 10U, 11U}, start);
  budgets.heard(id, {{}, 0U, 0U}, start);
  budgets.heard(id, {{}, 15U, 1U}, start);
  budgets.heard(id, {{}, {}, 1U}, start);
  budgets.heard(99, {{}, 10U, 0U}, start);
  EXPECT_EQ(budgets.view(start)[0].used, 1.0);
  EXPECT_EQ(budgets.view(start)[1].used, 1.0);
  budgets.heard(id, {{}, 20U, 5U}, start);
  EXPECT_EQ(budgets.view(start)[0].used, 1.0);
  EXPECT_EQ(budgets.view(start)[1].used, 15.0);
}

} // namespace ballast
