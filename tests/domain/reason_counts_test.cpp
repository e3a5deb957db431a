#include "domain/random.hpp"
#include "domain/reason_counts.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using enum decision_reason;

unix_time at(std::chrono::milliseconds x) { return unix_time{x}; }

decision because(decision_reason why, figures x = {}) {
  return {why, x, {}, {}, {}};
}

const auto bitcoin = evaluated{"ema_cross", {"BTC", "USD"}, "kraken/master"};
const auto ether = evaluated{"ema_cross", {"ETH", "USD"}, "kraken/master"};
const auto elsewhere = evaluated{"dual_rsi", {"BTC", "USD"}, "okx/demo"};

TEST(ReasonCounts, CountEachReasonOfWhatIsAskedFor) {
  reason_counts x;
  x.add(bitcoin, because(averages_not_crossed), at(1ms));
  x.add(bitcoin, because(averages_not_crossed), at(2ms));
  x.add(ether, because(data_stale), at(3ms));
  x.add(elsewhere, because(rsi_not_crossed), at(4ms));
  EXPECT_EQ(x.evaluations(), 4U);
  EXPECT_EQ(x.count(averages_not_crossed), 2U);
  EXPECT_EQ(x.count(trend_weak), 0U);
  EXPECT_EQ(x.evaluations({.strategy = "ema_cross"}), 3U);
  EXPECT_EQ(x.evaluations({.market = symbol{"BTC", "USD"}}), 3U);
  EXPECT_EQ(x.evaluations({.account = "okx/demo"}), 1U);
  EXPECT_EQ(x.count(data_stale, {.strategy = "ema_cross",
                                 .market = symbol{"ETH", "USD"},
                                 .account = "kraken/master"}),
            1U);
  EXPECT_EQ(x.evaluations({.strategy = "buy_and_hold"}), 0U);
}

TEST(ReasonCounts, RankTheMostFrequentFirst) {
  reason_counts x;
  x.add(bitcoin, because(volume_thin), at(1ms));
  x.add(bitcoin, because(trend_weak), at(2ms));
  x.add(ether, because(data_stale), at(3ms));
  x.add(ether, because(data_stale), at(4ms));
  const auto all = x.ranking();
  ASSERT_EQ(all.size(), 3U);
  EXPECT_EQ(all[0], std::pair(data_stale, std::uint64_t{2}));
  EXPECT_EQ(all[1].first, trend_weak);
  EXPECT_EQ(all[2].first, volume_thin);
}

TEST(ReasonCounts, KeepTheLastDecisionWithItsFigures) {
  reason_counts x;
  EXPECT_FALSE(x.last(bitcoin));
  x.add(bitcoin, because(trend_weak, {{"adx", 12}}), at(1ms));
  x.add(bitcoin, because(trend_weak, {{"adx", 13}}), at(2ms));
  const auto last = x.last(bitcoin);
  ASSERT_TRUE(last);
  EXPECT_EQ(last->why, trend_weak);
  EXPECT_EQ(last->figures.at("adx"), 13);
  EXPECT_EQ(last->at, at(2ms));
  EXPECT_EQ(last->since, at(1ms));
  x.add(bitcoin, because(volume_thin), at(3ms));
  EXPECT_EQ(x.last(bitcoin)->since, at(3ms));
  EXPECT_FALSE(x.last(ether));
}

TEST(ReasonCounts, NameWhatIsHeldWithoutDataUntilItIsNoLonger) {
  reason_counts x;
  x.add(ether, because(held_without_data), at(1ms));
  x.add(bitcoin, because(held_on_prices_alone), at(1ms));
  x.add(elsewhere, because(position_held), at(1ms));
  EXPECT_EQ(x.flagged(), (std::vector<evaluated>{bitcoin, ether}));
  x.add(ether, because(position_held), at(2ms));
  EXPECT_EQ(x.flagged(), std::vector<evaluated>{bitcoin});
}

TEST(ReasonCounts, ForgetAMarketForAllAccounts) {
  reason_counts x;
  for (const auto& what : {bitcoin, ether, elsewhere})
    x.add(what, because(trend_weak), at(1ms));
  x.forget({"BTC", "USD"});
  EXPECT_EQ(x.size(), 1U);
  EXPECT_EQ(x.evaluations(), 1U);
  EXPECT_EQ(x.evaluations({.market = symbol{"ETH", "USD"}}), 1U);
  EXPECT_FALSE(x.last(bitcoin));
}

TEST(ReasonCounts, AddUpToTheEvaluationsHoweverTheyAreDivided) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(30); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    reason_counts x;
    std::uint64_t done = 0;
    for (; done < 500; ++done) {
      const auto what = evaluated{random.below(2) == 0 ? "a" : "b",
                                  {random.below(2) == 0 ? "BTC" : "ETH", "USD"},
                                  random.below(2) == 0 ? "k" : "o"};
      x.add(what,
            because(decision_reasons()[random.below(decision_reason_count)]),
            at(1ms));
    }
    EXPECT_EQ(x.evaluations(), done);
    EXPECT_EQ(x.evaluations({.strategy = "a"})
                + x.evaluations({.strategy = "b"}),
              done);
    EXPECT_EQ(x.evaluations({.account = "k"}) + x.evaluations({.account = "o"}),
              done);
    std::uint64_t ranked = 0;
    for (const auto& [why, count] : x.ranking()) {
      EXPECT_EQ(count, x.count(why));
      ranked += count;
    }
    EXPECT_EQ(ranked, done);
  }
}

} // namespace
} // namespace ballast
