#include "domain/rate_budgets.hpp"
#include "tests/domain/rate_budgets_fixture.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <vector>

namespace ballast {

using namespace test;

namespace {

/// A node that scans all the time, and the instants at which its scans went.
class scanner {
public:
  explicit scanner(const limit_row& row) { budgets.add(row.id, row, false); }

  /// Answers come after 20 ms.
  void run_to(time_point end) {
    while (now < end) {
      (void)budgets.post(wish(1, lane::scan, 100'000), now);
      for (const auto& x : budgets.grant(now)) {
        sent.push_back(now);
        out.push_back({now + 20ms, x.id});
      }
      auto next = budgets.next_wake(now).value_or(end);
      if (!out.empty())
        next = std::min(next, out.front().first);
      now = std::min(next, end);
      while (!out.empty() && out.front().first <= now) {
        budgets.end(out.front().second, permit_end::answered, now);
        out.erase(out.begin());
      }
    }
  }
  std::size_t sent_between(time_point from, time_point to) const {
    return static_cast<std::size_t>(std::count_if(
      sent.begin(), sent.end(), [&](auto x) { return from <= x && x < to; }));
  }
  duration longest_pause(time_point from) const {
    auto result = duration{};
    for (std::size_t i = 1; i < sent.size(); ++i)
      if (sent[i - 1] >= from)
        result = std::max(result, sent[i] - sent[i - 1]);
    return result;
  }

  rate_budgets budgets;
  time_point now = start;
  std::vector<time_point> sent;
  std::vector<std::pair<time_point, permit_id>> out;
};

} // namespace

TEST(ScanSpread, HalfOfAFreshMinuteGoesAtOnceAndTheRestLastsUntilItIsOver) {
  auto node = scanner{window_row(600, 60s)};
  node.run_to(start + 58s);
  EXPECT_EQ(node.sent_between(start, start + 1s), 305U);
  // 300 in a minute, five a second.
  EXPECT_NEAR(double(node.sent_between(start + 20s, start + 30s)), 50, 1);
  EXPECT_LE(node.sent_between(start, start + 58s), 600U);
}

TEST(ScanSpread, NoMinuteIsSilentAndNoneIsWasted) {
  auto node = scanner{window_row(600, 60s)};
  node.run_to(start + 600s);
  EXPECT_LE(node.longest_pause(start), 210ms);
  EXPECT_GE(node.sent.size(), 5990U);
}

TEST(ScanSpread, AnOrderFindsRoomHoweverHardOneScans) {
  auto node = scanner{window_row(600, 60s)};
  for (auto at = start + 1s; at < start + 300s; at += 7s) {
    node.run_to(at);
    (void)node.budgets.post(wish(2, lane::entry, 1), at);
    node.run_to(at + 250ms);
    EXPECT_FALSE(node.budgets.why(2, node.now))
      << seconds(at - start) << " s: " << node.budgets.why(2, node.now)->text;
  }
}

TEST(ScanSpread, SaysThatItIsWhatAScanWaitsFor) {
  auto budgets = rate_budgets{};
  budgets.add("venue.window", window_row(100, 60s), false);
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 100), start));
  EXPECT_EQ(budgets.grant(start).size(), 50U);
  const auto why = budgets.why(1, start);
  ASSERT_TRUE(why);
  EXPECT_EQ(why->text, "venue.window: scans are spread over its 60 s");
  EXPECT_EQ(why->until, start + 600ms);
}

TEST(ScanSpread, LeavesOtherLanesAndShortWindowsAlone) {
  auto budgets = rate_budgets{};
  budgets.add("venue.window", window_row(100, 60s), false);
  budgets.add("short", window_row(100, 2s, "short"), false);
  ASSERT_TRUE(budgets.post(wish(1, lane::account, 100), start));
  ASSERT_TRUE(budgets.post(wish(2, lane::scan, 100, {{"short", 1}}), start));
  EXPECT_EQ(budgets.grant(start).size(), 200U);
}

TEST(ScanSpread, APermitThatComesBackIsDueAgain) {
  auto budgets = rate_budgets{};
  budgets.add("venue.window", window_row(100, 60s), false);
  ASSERT_TRUE(budgets.post(wish(1, lane::scan, 100), start));
  const auto first = budgets.grant(start);
  budgets.end(first.back().id, permit_end::unsent, start);
  EXPECT_EQ(budgets.grant(start).size(), 1U);
}

TEST(ScanSpread, OfALongPauseOnlyALittleIsMadeUpFor) {
  auto node = scanner{window_row(600, 60s)};
  node.run_to(start + 130s);
  // Nobody asks for 10 s: a hundred places are free.
  node.budgets.withdraw(1);
  const auto back = start + 140s;
  (void)node.budgets.next_wake(back);
  node.now = back;
  for (const auto& x : node.out)
    node.budgets.end(x.second, permit_end::answered, back);
  node.out.clear();
  node.run_to(back + 10ms);
  EXPECT_LE(node.sent_between(back, back + 10ms), 31U);
  EXPECT_GE(node.sent_between(back, back + 10ms), 1U);
}

} // namespace ballast
