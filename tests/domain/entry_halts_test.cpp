#include "domain/entry_halts.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto monday
  = unix_time{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};

entry_halts fresh() { return entry_halts{risk_rules{}}; }

TEST(EntryHalts, HaltsAtTheDrawdownAndStaysSoUntilAPersonResumes) {
  auto x = fresh();
  EXPECT_TRUE(x.observe(decimal::whole(1000), monday).empty());
  EXPECT_TRUE(x.observe(decimal::whole(1200), monday + 24h).empty());
  // Five per cent a day would halt as well; so it falls day by day.
  EXPECT_TRUE(x.observe(decimal::whole(1000), monday + 48h).empty());
  EXPECT_TRUE(x.observe(decimal::whole(961), monday + 48h).empty());
  const auto news = x.observe(decimal::whole(960), monday + 72h);
  ASSERT_EQ(news.size(), 1U);
  EXPECT_TRUE(news[0].halts);
  EXPECT_EQ(news[0].text, "drawdown: the equity of 960 is at least 20 % below "
                          "the highest of 1200");
  EXPECT_TRUE(x.observe(decimal::whole(2000), monday + 96h).empty())
    << "what is won back is no leave";
  EXPECT_TRUE(x.halted());
  EXPECT_EQ(x.why(), news[0].text);
  x.resume("looked at it");
  EXPECT_FALSE(x.halted());
  EXPECT_TRUE(x.observe(decimal::whole(900), monday + 97h).empty())
    << "what was lost before counts no more";
}

TEST(EntryHalts, HaltsForTheDayAndResumesWithTheNext) {
  auto x = fresh();
  x.observe(decimal::whole(1000), monday);
  EXPECT_TRUE(x.observe(decimal::whole(951), monday + 1h).empty());
  const auto lost = x.observe(decimal::whole(950), monday + 23h);
  ASSERT_EQ(lost.size(), 1U);
  EXPECT_EQ(lost[0].text, "daily loss: the equity of 950 is at least 5 % below "
                          "the day's first of 1000");
  EXPECT_TRUE(x.observe(decimal::whole(990), monday + 23h + 59min).empty());
  EXPECT_TRUE(x.halted());
  const auto again = x.observe(decimal::whole(940), monday + 24h);
  ASSERT_EQ(again.size(), 1U);
  EXPECT_FALSE(again[0].halts);
  EXPECT_EQ(again[0].text, "daily loss: another day has begun");
  EXPECT_FALSE(x.halted());
  EXPECT_EQ(x.marks()->day_start, decimal::whole(940));
}

TEST(EntryHalts, KeepsADayThatTheClockWentBackFrom) {
  auto x = fresh();
  x.observe(decimal::whole(1000), monday + 24h);
  x.observe(decimal::whole(950), monday + 25h);
  EXPECT_TRUE(x.observe(decimal::whole(950), monday + 23h).empty());
  EXPECT_TRUE(x.halted());
}

TEST(EntryHalts, NextDayDoesNotEndAnotherHalt) {
  auto x = fresh();
  x.observe(decimal::whole(1000), monday);
  x.halt("lunch");
  EXPECT_EQ(x.observe(decimal::whole(700), monday + 1h).size(), 2U);
  x.observe(decimal::whole(700), monday + 24h);
  EXPECT_EQ(x.why(), "person: lunch");
  x.resume("back");
  EXPECT_FALSE(x.halted());
}

TEST(EntryHalts, IsHaltedWhereTheEquityIsGone) {
  auto x = fresh();
  x.observe(decimal::whole(10), monday);
  x.observe(decimal{}, monday);
  EXPECT_TRUE(x.halted());
}

TEST(EntryHalts, TakesWordsThatLookLikeACauseForAPersons) {
  auto x = fresh();
  auto told = entry_of(x.halt("drawdown: says who?"));
  EXPECT_EQ(told.text, "person: drawdown: says who?");
  told.text = "an older line";
  auto again = fresh();
  again.take(told);
  again.observe(decimal::whole(1), monday + 48h);
  EXPECT_TRUE(again.halted()) << "only a person ends what nobody knows";
}

// W2, and "halt entries and survive restart": the entries of the journal and
// the marks bring back what was, at every point of any story.
TEST(EntryHalts, ComeBackFromEntriesAndMarks) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(300); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    auto x = fresh();
    std::vector<journal_entry> journal;
    auto now = monday;
    auto equity = std::int64_t{1000};
    for (int i = 0; i < 60; ++i) {
      now += std::chrono::minutes{random.below(600)};
      equity += static_cast<std::int64_t>(random.below(121)) - 60;
      const auto dice = random.below(20);
      if (dice == 0)
        journal.push_back(entry_of(x.halt("dice")));
      else if (dice == 1)
        journal.push_back(entry_of(x.resume("dice")));
      else
        for (const auto& change : x.observe(decimal::whole(equity), now))
          journal.push_back(entry_of(change));
      auto again = fresh();
      for (const auto& line : journal)
        again.take(line);
      if (x.marks())
        again.take(entry_of(*x.marks()));
      ASSERT_EQ(again.halted(), x.halted());
      ASSERT_EQ(again.why(), x.why());
      ASSERT_EQ(again.marks(), x.marks());
    }
  }
}

} // namespace
} // namespace ballast
