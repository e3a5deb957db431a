#include "domain/assignment.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto t0 = time_point{} + 1h;

std::vector<symbol> markets(const std::string& prefix, std::size_t count) {
  std::vector<symbol> result;
  for (std::size_t i = 0; i < count; ++i)
    result.push_back({prefix + std::to_string(i), "USD"});
  return result;
}

std::vector<symbol> operator+(std::vector<symbol> x,
                              const std::vector<symbol>& y) {
  x.insert(x.end(), y.begin(), y.end());
  return x;
}

constexpr auto well = assignment::standing{10, true, 1};
constexpr auto slow_and_well = assignment::standing{1, true, 1};
constexpr auto down = assignment::standing{10, false, 0};

/// Two venues, ten to one, that share some markets.
assignment two(std::size_t alone_a, std::size_t shared, std::size_t alone_b) {
  assignment x;
  x.list("a", markets("A", alone_a) + markets("S", shared));
  x.list("b", markets("B", alone_b) + markets("S", shared));
  x.stand("a", well);
  x.stand("b", slow_and_well);
  x.update(t0);
  return x;
}

TEST(Assignment, SplitsWhatBothListInProportionToTheirLimits) {
  const auto x = two(0, 1100, 0);
  EXPECT_NEAR(static_cast<double>(x.of("a").size()), 1000, 1);
  EXPECT_EQ(x.of("a").size() + x.of("b").size(), 1100U);
}

TEST(Assignment, LeavesAVenueForSharesSomeCoinsToTradeAtNight) {
  const auto coins = markets("C", 8);
  const auto others = std::vector<symbol>{{"C0", "EUR"}};
  const auto stocks = markets("S", 100);
  for (const auto first : {true, false}) {
    assignment x{3};
    const auto list_stocks = [&] {
      x.list("stocks", coins + others + stocks, stocks);
      x.stand("stocks", slow_and_well);
    };
    if (first)
      list_stocks();
    x.list("coins", coins + others);
    x.stand("coins", well);
    x.update(t0);
    list_stocks();
    x.update(t0 + 2min);
    // Whoever came first: the first three by name, in what shares are paid in.
    auto mine = x.of("stocks");
    std::erase_if(mine, [](const symbol& y) { return y.base[0] == 'S'; });
    EXPECT_EQ(mine, markets("C", 3));
    EXPECT_EQ(x.shares_of("stocks").size(), 100U);
    EXPECT_EQ(x.shares_of("coins").size(), 0U);
    // They go where somebody can scan them, and come back.
    x.stand("stocks", down);
    x.update(t0 + 4min);
    EXPECT_EQ(x.of("coins").size(), 9U);
    x.stand("stocks", slow_and_well);
    x.update(t0 + 6min);
    EXPECT_EQ(x.of("coins").size(), 6U);
  }
}

TEST(Assignment, NeverHandsAShareToAVenueThatListsACoinOfItsName) {
  assignment x;
  const auto comp = symbol{"COMP", "USD"};
  const auto both = std::vector<symbol>{{"BTC", "USD"}, comp};
  x.list("stocks", both, {comp});
  x.list("coins", both);
  x.stand("stocks", well);
  x.stand("coins", slow_and_well);
  x.update(t0);
  EXPECT_EQ(x.of("stocks"), both);
  EXPECT_EQ(x.of("coins"), (std::vector<symbol>{comp}));
  // The coin and the share stay where they are, come what may.
  x.stand("stocks", down);
  const auto changes = x.update(t0 + 1s);
  ASSERT_EQ(changes.moves.size(), 1U);
  EXPECT_EQ(changes.moves.front().market, both.front());
  EXPECT_EQ(x.waiting("stocks"), (std::vector<symbol>{comp}));
}

TEST(Assignment, TakesAShareFromItsVenueWithoutTouchingTheCoin) {
  assignment x;
  const auto comp = std::vector<symbol>{{"COMP", "USD"}};
  x.list("stocks", comp, comp);
  x.list("coins", comp);
  x.stand("stocks", well);
  x.stand("coins", well);
  x.update(t0);
  x.unlist("stocks", comp.front());
  x.update(t0 + 1s);
  EXPECT_TRUE(x.of("stocks").empty());
  EXPECT_EQ(x.of("coins"), comp);
}

TEST(Assignment, SharesAStockBetweenVenuesThatBothListIt) {
  assignment x;
  const auto stocks = markets("S", 20);
  x.list("a", stocks, stocks);
  x.list("b", stocks, stocks);
  x.stand("a", well);
  x.stand("b", well);
  x.update(t0);
  EXPECT_EQ(x.of("a").size(), 10U);
  EXPECT_EQ(x.of("b").size(), 10U);
}

TEST(Assignment, LeavesAVenueAloneThatIsBusyWithItsOwn) {
  const auto x = two(350, 300, 960);
  EXPECT_EQ(x.of("a").size(), 650U);
  EXPECT_EQ(x.of("b").size(), 960U);
}

TEST(Assignment, FillsTheVenueThatHasRoomFirst) {
  // a: 400 alone at 10/s, 40 s. b: 10 alone at 1/s, 10 s. Level at 44.5 s.
  const auto x = two(400, 80, 10);
  EXPECT_NEAR(static_cast<double>(x.of("b").size()), 44.5, 1);
}

TEST(Assignment, HandsTheShareOfAVenueThatFailsOverAtOnceAndNamesTheRest) {
  auto x = two(350, 300, 960);
  x.stand("a", down);
  const auto changes = x.update(t0 + 1s);
  EXPECT_EQ(changes.moves.size(), 300U);
  EXPECT_EQ(changes.venues, (std::set<std::string>{"a", "b"}));
  EXPECT_EQ(x.of("b").size(), 1260U);
  EXPECT_EQ(x.waiting("a").size(), 350U);
  EXPECT_TRUE(x.waiting("b").empty());
  EXPECT_EQ(x.waiting("a").front().base.front(), 'A');
}

TEST(Assignment, GivesTheShareBackInSteps) {
  auto x = two(350, 300, 960);
  x.stand("a", down);
  x.update(t0 + 1s);
  auto now = t0 + 2min;
  std::vector<std::size_t> steps;
  for (const auto share : {0.0, 0.25, 0.5, 0.75, 1.0}) {
    x.stand("a", {10, true, share});
    now += 10s;
    steps.push_back(x.update(now).moves.size());
  }
  EXPECT_EQ(steps, (std::vector<std::size_t>{0, 75, 75, 75, 75}));
  EXPECT_EQ(x.of("a").size(), 650U);
}

TEST(Assignment, ScansWithAVenueOnTrialWhatNobodyElseCan) {
  auto x = two(350, 300, 960);
  x.stand("a", down);
  x.update(t0);
  x.stand("a", {10, true, 0});
  x.update(t0 + 10s);
  EXPECT_EQ(x.of("a").size(), 350U);
  x.stand("b", {1, false, 0});
  x.update(t0 + 20s);
  EXPECT_EQ(x.of("a").size(), 650U);
  EXPECT_EQ(x.waiting("b").size(), 960U);
}

TEST(Assignment, KeepsEverythingWhereItIsWhenAllFail) {
  auto x = two(350, 300, 960);
  x.stand("a", down);
  x.stand("b", {1, false, 0});
  EXPECT_TRUE(x.update(t0 + 1s).moves.empty());
  EXPECT_EQ(x.of("a").size(), 650U);
  EXPECT_EQ(x.waiting("a").size(), 650U);
}

TEST(Assignment, MovesAMarketThatOneVenueDoesNotKnowAnyMore) {
  auto x = two(10, 5, 10);
  const auto lost = symbol{"S0", "USD"};
  x.unlist("a", lost);
  x.update(t0);
  const auto at_b = x.of("b");
  EXPECT_EQ(std::count(at_b.begin(), at_b.end(), lost), 1);
  x.unlist("b", lost);
  x.update(t0);
  EXPECT_EQ(x.of("a").size() + x.of("b").size(), 24U);
}

TEST(Assignment, PlacesBeforeAnyVenueIsThereAndCountsThatAsNoMove) {
  assignment x;
  x.list("a", markets("S", 10));
  x.list("b", markets("S", 10));
  x.update(t0);
  EXPECT_EQ(x.of("a").size(), 10U);
  x.stand("b", well);
  EXPECT_TRUE(x.update(t0 + 1s).moves.empty());
  EXPECT_EQ(x.of("b").size(), 10U);
}

TEST(Assignment, IsStickyBelowTenPerCent) {
  auto x = two(0, 1100, 0);
  // Two markets more at one of them are no reason to move anything.
  x.list("a", markets("A", 2) + markets("S", 1100));
  EXPECT_TRUE(x.update(t0 + 2min).moves.empty());
  x.list("a", markets("A", 500) + markets("S", 1100));
  EXPECT_FALSE(x.update(t0 + 3min).moves.empty());
  EXPECT_TRUE(x.update(t0 + 5min).moves.empty());
}

TEST(ShareRamp, BeginsWithAllForAVenueThatNeverFailed) {
  share_ramp x;
  EXPECT_EQ(x.update(false, t0), 0);
  EXPECT_EQ(x.update(true, t0 + 5s), 1);
}

TEST(ShareRamp, ComesBackInFourStepsAfterATrial) {
  share_ramp x;
  x.update(true, t0);
  EXPECT_EQ(x.update(false, t0 + 1s), 0);
  const auto back = t0 + 31s;
  EXPECT_EQ(x.update(true, back), 0);
  EXPECT_EQ(x.update(true, back + 29s), 0);
  EXPECT_EQ(x.update(true, back + 30s), 0.25);
  EXPECT_EQ(x.update(true, back + 39s), 0.25);
  EXPECT_EQ(x.update(true, back + 40s), 0.5);
  EXPECT_EQ(x.update(true, back + 59s), 0.75);
  EXPECT_EQ(x.update(true, back + 60s), 1);
}

TEST(ShareRamp, IsOnTrialLongerEachTimeAndForgetsSlowly) {
  share_ramp x;
  auto now = t0;
  x.update(true, now);
  const auto trial_after_failure = [&] {
    x.update(false, now += 1s);
    x.update(true, now += 30s);
    const auto back = now;
    while (x.update(true, now) == 0)
      now += 1s;
    return now - back;
  };
  EXPECT_EQ(trial_after_failure(), 30s);
  EXPECT_EQ(trial_after_failure(), 60s);
  EXPECT_EQ(trial_after_failure(), 90s);
  for (int i = 0; i < 20; ++i)
    trial_after_failure();
  EXPECT_EQ(trial_after_failure(), 300s);
  // A day of good conduct.
  now += 24h;
  x.update(true, now);
  EXPECT_EQ(trial_after_failure(), 30s);
}

/// Random lists, limits, failures: what must hold after every step.
class assignment_walk {
public:
  explicit assignment_walk(std::uint64_t seed) : random_{seed} {
    for (int i = 0; i < 4; ++i) {
      relist(i);
      rates_.at(static_cast<std::size_t>(i))
        = static_cast<double>(1 + random_.below(20));
      can_.at(static_cast<std::size_t>(i)) = random_.below(4) > 0;
    }
  }

  void step() {
    now_ += std::chrono::seconds{random_.below(30)};
    const auto who = static_cast<int>(random_.below(4));
    if (random_.below(8) == 0)
      relist(who);
    if (random_.below(2) == 0)
      can_.at(static_cast<std::size_t>(who))
        = !can_.at(static_cast<std::size_t>(who));
    for (std::size_t i = 0; i < 4; ++i)
      x_.stand(name(i), {rates_.at(i), can_.at(i),
                         ramps_.at(i).update(can_.at(i), now_)});
    x_.update(now_);
  }

  void check() const {
    std::map<symbol, int> homes;
    for (std::size_t i = 0; i < 4; ++i)
      for (const auto& market : x_.of(name(i))) {
        ++homes[market];
        ASSERT_EQ(lists_.at(i).count(market), 1U) << "a venue without it";
        if (!can_.at(i)) {
          ASSERT_FALSE(somebody_can(market)) << market.to_string();
        }
      }
    for (const auto& list : lists_)
      for (const auto& market : list)
        ASSERT_EQ(homes[market], 1) << market.to_string();
  }

private:
  static std::string name(std::size_t i) { return "v" + std::to_string(i); }
  bool somebody_can(const symbol& market) const {
    for (std::size_t i = 0; i < 4; ++i)
      if (can_.at(i) && lists_.at(i).count(market) > 0)
        return true;
    return false;
  }
  void relist(int who) {
    auto& list = lists_.at(static_cast<std::size_t>(who));
    list.clear();
    for (const auto& market : markets("M", 40))
      if (random_.below(2) == 0)
        list.insert(market);
    x_.list(name(static_cast<std::size_t>(who)), {list.begin(), list.end()});
  }

  random_source random_;
  assignment x_;
  std::array<std::set<symbol>, 4> lists_;
  std::array<double, 4> rates_{};
  std::array<bool, 4> can_{};
  std::array<share_ramp, 4> ramps_;
  time_point now_ = t0;
};

TEST(Assignment, GivesEveryMarketOneVenueThatCanScanItWheneverThereIsOne) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(100); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    assignment_walk walk{seed};
    for (int i = 0; i < 100; ++i) {
      walk.step();
      walk.check();
      if (::testing::Test::HasFatalFailure())
        return;
    }
  }
}

// A venue that works for a while and fails for half a minute, again and again.
TEST(Assignment, MovesNoMarketTwiceAMinuteUnderAVenueThatFlaps) {
  std::size_t most_of_all = 0;
  for (const auto works : {5s, 40s, 65s, 100s, 400s}) {
    auto x = two(0, 300, 0);
    share_ramp ramp;
    std::map<symbol, std::size_t> moves;
    constexpr auto minutes = 120;
    for (auto second = 0s; second < std::chrono::minutes{minutes}; ++second) {
      const auto can = second % (works + 30s) < works;
      x.stand("a", {10, can, ramp.update(can, t0 + second)});
      for (const auto& move : x.update(t0 + second).moves)
        ++moves[move.market];
    }
    for (const auto& [market, count] : moves)
      most_of_all = std::max(most_of_all, count);
    EXPECT_LT(most_of_all, 2U * minutes) << works.count();
  }
  EXPECT_GT(most_of_all, 10U) << "hardly anything flapped";
}

} // namespace
} // namespace ballast
