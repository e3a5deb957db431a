#include "domain/random.hpp"
#include "domain/rotation.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;

constexpr auto t0 = time_point{} + 1h;

symbol numbered(std::size_t i) { return {"C" + std::to_string(i), "USD"}; }

std::vector<symbol> markets_of(std::size_t count) {
  auto xs = std::vector<symbol>{};
  for (std::size_t i = 0; i < count; ++i)
    xs.push_back(numbered(i));
  return xs;
}

rotation rotation_of(std::size_t count, unsigned attempts = 3) {
  auto x = rotation{attempts};
  x.assign(markets_of(count), t0);
  return x;
}

std::string names(const std::vector<symbol>& xs) {
  auto text = std::string{};
  for (const auto& x : xs)
    text += (text.empty() ? "" : " ") + x.base;
  return text;
}

TEST(Rotation, HandsOutInTheOrderGiven) {
  auto x = rotation{};
  x.assign({{"Z", "USD"}, {"A", "USD"}, {"M", "USD"}}, t0);
  EXPECT_EQ(names(x.next(2).markets), "Z A");
  EXPECT_EQ(names(x.next(2).markets), "M");
}

TEST(Rotation, TellsWhereInTheTurnABatchStands) {
  auto x = rotation_of(10);
  x.next(4);
  const auto second = x.next(3);
  EXPECT_EQ(second.first, 4U);
  EXPECT_EQ(second.of, 10U);
  EXPECT_EQ(second.turn, 1U);
  EXPECT_EQ(x.position(), 7U);
  EXPECT_EQ(x.out(), 7U);
}

TEST(Rotation, HasNothingWhileAllThatIsLeftIsOut) {
  auto x = rotation_of(2);
  x.next(2);
  EXPECT_TRUE(x.next(5).markets.empty());
  x.scanned(numbered(0), t0);
  EXPECT_TRUE(x.next(5).markets.empty());
  EXPECT_EQ(x.turns_completed(), 0U);
}

TEST(Rotation, CompletesATurnWithItsLastScanAndBeginsTheNextByItself) {
  auto x = rotation_of(2);
  x.next(2);
  x.scanned(numbered(1), t0);
  x.scanned(numbered(0), t0);
  EXPECT_EQ(x.turns_completed(), 1U);
  EXPECT_EQ(x.position(), 2U);
  const auto again = x.next(1);
  EXPECT_EQ(names(again.markets), "C0");
  EXPECT_EQ(again.turn, 2U);
  EXPECT_EQ(x.position(), 1U);
  EXPECT_EQ(x.turns_completed(), 1U);
}

TEST(Rotation, TriesAMissedMarketAgainAfterTheOthers) {
  auto x = rotation_of(3);
  x.next(1);
  x.missed(numbered(0));
  EXPECT_EQ(names(x.next(3).markets), "C1 C2 C0");
  EXPECT_EQ(x.position(), 3U);
}

TEST(Rotation, GivesAMarketUpAfterItsAttempts) {
  auto x = rotation_of(1, 2);
  for (int i = 0; i < 2; ++i) {
    EXPECT_EQ(x.next(1).markets.size(), 1U);
    EXPECT_EQ(x.turns_completed(), 0U);
    x.missed(numbered(0));
  }
  EXPECT_EQ(x.turns_completed(), 1U);
  EXPECT_EQ(names(x.take_given_up()), "C0");
  EXPECT_TRUE(x.take_given_up().empty());
  EXPECT_EQ(x.next(1).turn, 2U);
}

TEST(Rotation, GivesEachTurnItsOwnAttempts) {
  auto x = rotation_of(1, 2);
  x.next(1);
  x.missed(numbered(0));
  x.next(1);
  x.scanned(numbered(0), t0);
  x.next(1);
  x.missed(numbered(0));
  EXPECT_TRUE(x.take_given_up().empty());
  EXPECT_EQ(x.next(1).markets.size(), 1U);
}

TEST(Rotation, LetsANewMarketJoinTheTurnAtItsEnd) {
  auto x = rotation_of(2);
  x.next(1);
  x.assign({{"NEW", "USD"}, numbered(0), numbered(1)}, t0);
  EXPECT_EQ(names(x.next(5).markets), "C1 NEW");
}

TEST(Rotation, HandsOutTheStalestFirstWhereverItComesFrom) {
  auto x = rotation_of(2);
  x.next(2);
  x.scanned(numbered(1), t0 + 1s);
  x.scanned(numbered(0), t0 + 3s);
  // One was scanned elsewhere between the two, one long before.
  x.assign({numbered(0), numbered(1), {"MID", "USD"}, {"OLD", "USD"}}, t0 + 4s,
           {{{"MID", "USD"}, t0 + 2s}, {{"OLD", "USD"}, t0 - 9s}});
  EXPECT_EQ(names(x.next(9).markets), "OLD C1 MID C0");
  x.scanned({"OLD", "USD"}, t0 + 5s);
  EXPECT_EQ(x.since({"OLD", "USD"}), t0 + 5s);
  EXPECT_EQ(x.since(numbered(0)), t0 + 3s);
  EXPECT_EQ(x.since({"GONE", "USD"}), std::nullopt);
}

TEST(Rotation, WaitsOnGuestsInProportionUntilTheTurnIsOver) {
  auto x = rotation_of(6);
  auto all = markets_of(6);
  auto seen = std::map<symbol, time_point>{};
  for (const auto* name : {"X", "Y", "Z"}) {
    all.push_back({name, "USD"});
    // Scanned elsewhere just now: by age alone they would come last.
    seen[all.back()] = t0 + 1h;
  }
  x.assign(all, t0 + 1h, seen);
  EXPECT_EQ(names(x.next(9).markets), "C0 C1 X C2 C3 Y C4 Z C5");
  for (const auto& name : all)
    x.scanned(name, name.base == "Z" ? t0 + 2h : t0 + 3h);
  EXPECT_EQ(names(x.next(2).markets), "Z C0");
}

TEST(Rotation, BeginsEachTurnWithTheFavouredAndGivesThemNoSecondScan) {
  auto x = rotation_of(5);
  x.favour({numbered(3), numbered(4), numbered(99)});
  for (int turn = 0; turn < 3; ++turn) {
    const auto batch = x.next(5).markets;
    ASSERT_EQ(batch.size(), 5U);
    EXPECT_EQ((std::set<symbol>{batch[0], batch[1]}),
              (std::set<symbol>{numbered(3), numbered(4)}));
    for (const auto& market : batch)
      x.scanned(market, t0 + std::chrono::seconds{turn});
  }
  EXPECT_EQ(x.turns_completed(), 3U);
}

TEST(Rotation, FavoursInTheMiddleOfATurnWhatStillWaits) {
  auto x = rotation_of(5);
  EXPECT_EQ(names(x.next(1).markets), "C0");
  x.favour({numbered(0), numbered(4)});
  EXPECT_EQ(names(x.next(4).markets), "C4 C1 C2 C3");
}

TEST(Rotation, CountsWhatIsOfInterestAsStalerByThatMuch) {
  auto x = rotation_of(3);
  for (std::size_t i = 0; i < 3; ++i) {
    x.next(1);
    x.scanned(numbered(i), t0 + std::chrono::seconds{i});
  }
  x.take_interest({{numbered(2), 1500ms}});
  EXPECT_EQ(names(x.next(3).markets), "C0 C2 C1");
}

TEST(Rotation, EndsATurnWhenTheLastThatWasMissingIsRemoved) {
  auto x = rotation_of(2);
  x.next(2);
  x.scanned(numbered(0), t0);
  x.assign({numbered(0)}, t0);
  EXPECT_EQ(x.turns_completed(), 1U);
  EXPECT_EQ(x.out(), 0U);
}

TEST(Rotation, TakesNothingFromMarketsThatAreNotOut) {
  auto x = rotation_of(2);
  x.next(1);
  x.scanned(numbered(1), t0 + 1s);
  x.missed(numbered(1));
  x.scanned({"GONE", "USD"}, t0);
  x.scanned(numbered(0), t0 + 1s);
  x.scanned(numbered(0), t0 + 9s);
  EXPECT_EQ(x.turns_completed(), 0U);
  EXPECT_EQ(x.oldest_age(t0 + 9s), 9s);
  EXPECT_EQ(names(x.next(5).markets), "C1");
}

TEST(Rotation, TakesBackWhatALostBrokerHeldWithoutCountingTheAttempt) {
  auto x = rotation_of(4, 1);
  x.next(3);
  x.scanned(numbered(1), t0);
  x.recall();
  EXPECT_EQ(x.out(), 0U);
  EXPECT_EQ(x.position(), 1U);
  EXPECT_EQ(names(x.next(9).markets), "C0 C2 C3");
  EXPECT_TRUE(x.take_given_up().empty());
}

TEST(Rotation, CountsNoAttemptForAMarketThatIsHandedBack) {
  auto x = rotation_of(3, 1);
  x.next(2);
  x.handed_back(numbered(1));
  x.handed_back(numbered(2));
  EXPECT_EQ(x.position(), 1U);
  EXPECT_EQ(names(x.next(9).markets), "C1 C2");
  EXPECT_TRUE(x.take_given_up().empty());
}

TEST(Rotation, HasNothingWithoutMarketsAndCountsNoTurns) {
  auto x = rotation{};
  EXPECT_TRUE(x.next(5).markets.empty());
  x.assign({}, t0);
  EXPECT_TRUE(x.next(5).markets.empty());
  EXPECT_EQ(x.turns_completed(), 0U);
  EXPECT_EQ(x.oldest_age(t0 + 1h), 0s);
}

TEST(Rotation, TakesAMarketThatIsListedTwiceOnce) {
  auto x = rotation{};
  x.assign({numbered(0), numbered(0)}, t0);
  EXPECT_EQ(x.size(), 1U);
  EXPECT_EQ(names(x.next(5).markets), "C0");
}

TEST(Rotation, AgesAMarketFromItsAssignmentUntilItsFirstScan) {
  auto x = rotation_of(1);
  EXPECT_EQ(x.oldest_age(t0 + 7s), 7s);
  x.assign(markets_of(2), t0 + 5s);
  x.next(1);
  x.scanned(numbered(0), t0 + 6s);
  EXPECT_EQ(x.oldest_age(t0 + 8s), 3s);
}

TEST(Rotation, TurnsAllMarketsOfTheLargestVenuesTogether) {
  constexpr std::size_t count = 12'337;
  auto x = rotation_of(count);
  auto seen = std::set<symbol>{};
  while (x.turns_completed() == 0) {
    const auto batch = x.next(15);
    ASSERT_EQ(batch.first, seen.size());
    for (const auto& market : batch.markets) {
      ASSERT_TRUE(seen.insert(market).second);
      x.scanned(market, t0 + 1s);
    }
  }
  EXPECT_EQ(seen.size(), count);
}

/// Runs one turn of `count` markets to its end: batches, answers and lost
/// brokers at random. Asserts that each was scanned once or given up.
void run_turn(rotation& x, std::size_t count, unsigned attempts,
              random_source& random) {
  const auto turns = x.turns_completed();
  auto out = std::vector<symbol>{};
  auto scans = std::map<symbol, unsigned>{};
  auto misses = std::map<symbol, unsigned>{};
  while (x.turns_completed() == turns) {
    for (const auto& market : x.next(random.below(6)).markets)
      out.push_back(market);
    if (random.below(30) == 0) {
      x.recall();
      out.clear();
    }
    if (out.empty())
      continue;
    std::swap(out[random.below(out.size())], out.back());
    const auto market = out.back();
    out.pop_back();
    if (random.below(10) == 0) {
      x.handed_back(market);
    } else if (random.below(3) > 0) {
      x.scanned(market, t0);
      ++scans[market];
    } else {
      x.missed(market);
      ++misses[market];
    }
  }
  ASSERT_EQ(x.turns_completed(), turns + 1);
  ASSERT_TRUE(out.empty());
  const auto given_up = x.take_given_up();
  for (std::size_t i = 0; i < count; ++i) {
    const auto name = numbered(i);
    const auto times = std::count(given_up.begin(), given_up.end(), name);
    ASSERT_EQ(scans[name] + static_cast<unsigned>(times), 1U) << name.base;
    ASSERT_LE(misses[name], attempts);
    ASSERT_EQ(times == 1, misses[name] == attempts) << name.base;
  }
}

TEST(Rotation, ScansEveryMarketExactlyOnceATurnOrGivesItUp) {
  for (std::uint64_t seed = 1; seed <= 100; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    const auto count = 1 + random.below(40);
    const auto attempts = static_cast<unsigned>(1 + random.below(4));
    auto x = rotation_of(count, attempts);
    for (int turn = 0; turn < 3; ++turn)
      ASSERT_NO_FATAL_FAILURE(run_turn(x, count, attempts, random));
  }
}

} // namespace
} // namespace ballast
