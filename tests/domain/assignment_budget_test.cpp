// Markets that several venues list are scanned where budget is free, and a
// venue that fails or flaps costs neither a scan nor peace: over seeds.
#include "domain/assignment.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <map>
#include <set>
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

TEST(AssignmentByBudget, LeavesAVenueAtNineTenthsOfItsLimitForAnIdleOne) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(200); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    const auto overlap = 20 + random.below(500);
    const auto limit = 0.5 + 50 * random.uniform();
    // The idle one's limit is at least as large as the other's, and unused.
    const auto idle_limit = limit * (1 + 4 * random.uniform());
    assignment x;
    x.list("busy", markets("S", overlap) + markets("A", random.below(500)));
    x.stand("busy", {limit, true, 1});
    x.update(t0);
    x.list("idle", markets("S", overlap));
    x.stand("idle", {idle_limit, true, 1});
    x.stand("busy", {0.1 * limit, true, 1});
    const auto moved = x.update(t0 + 1min).moves;
    EXPECT_GE(10 * moved.size(), 8 * overlap);
    for (const auto& move : moved)
      EXPECT_EQ(move.to, "idle");
    // That was all: nothing moves on.
    EXPECT_TRUE(x.update(t0 + 5min).moves.empty());
  }
}

TEST(AssignmentByBudget, TakesBackItsShareOnceItsLimitIsFreeAgain) {
  assignment x;
  for (const auto* venue : {"a", "b"}) {
    x.list(venue, markets("S", 400));
    x.stand(venue, {10, true, 1});
  }
  x.update(t0);
  EXPECT_EQ(x.of("a").size(), 200U);
  x.stand("a", {1, true, 1});
  EXPECT_GE(x.update(t0 + 2min).moves.size(), 160U) << "of the 200 it has";
  x.stand("a", {10, true, 1});
  x.update(t0 + 4min);
  // As level as is worth a move.
  EXPECT_NEAR(static_cast<double>(x.of("a").size()), 200, 15);
}

/// Four venues of which some flap, looked at each second.
class flapping_walk {
public:
  explicit flapping_walk(std::uint64_t seed, std::size_t flapping)
      : random_{seed}, flapping_{flapping} {
    for (std::size_t i = 0; i < venue_count; ++i) {
      for (const auto& market : markets("M", 60))
        if (random_.below(2) == 0)
          lists_.at(i).insert(market);
      x_.list(name(i), {lists_.at(i).begin(), lists_.at(i).end()});
      rates_.at(i) = 1 + 20 * random_.uniform();
    }
  }

  void run(std::chrono::seconds how_long) {
    for (auto second = 0s; second < how_long; ++second)
      step(t0 + second);
  }
  /// The most moves of one market in any two minutes.
  std::size_t most_in_two_minutes() const {
    std::size_t result = 0;
    for (const auto& [market, all] : moves_)
      for (auto first = all.begin(); first != all.end(); ++first)
        result = std::max(
          result, static_cast<std::size_t>(
                    std::lower_bound(first, all.end(), *first + 2min) - first));
    return result;
  }
  std::size_t moves() const {
    std::size_t result = 0;
    for (const auto& [market, all] : moves_)
      result += all.size();
    return result;
  }

private:
  static constexpr std::size_t venue_count = 4;
  static std::string name(std::size_t i) { return "v" + std::to_string(i); }

  void step(time_point now) {
    for (std::size_t i = 0; i < venue_count; ++i) {
      auto& flips_at = flips_at_.at(i);
      if (i < flapping_ && now >= flips_at) {
        can_.at(i) = !can_.at(i);
        flips_at
          = now
            + std::chrono::seconds{1 + random_.below(can_.at(i) ? 150 : 60)};
      }
      x_.stand(name(i), {rates_.at(i), can_.at(i),
                         ramps_.at(i).update(can_.at(i), now)});
    }
    for (const auto& move : x_.update(now).moves)
      note(move, now);
    check_all_are_scanned();
  }

  void note(const assignment::move& move, time_point now) {
    auto& all = moves_[move.market];
    const auto from = static_cast<std::size_t>(move.from.back() - '0');
    const auto must = !can_.at(from);
    if (!must && !all.empty()) {
      EXPECT_GE(now - all.back(), 1min) << "by choice, " << move.market.base;
    }
    all.push_back(now);
  }

  void check_all_are_scanned() const {
    for (std::size_t i = 0; i < venue_count; ++i)
      if (!can_.at(i))
        for (const auto& market : x_.of(name(i)))
          for (std::size_t j = 0; j < venue_count; ++j) {
            ASSERT_FALSE(can_.at(j) && lists_.at(j).count(market) > 0)
              << market.base << " waits at " << i << " and " << j << " could";
          }
  }

  random_source random_;
  std::size_t flapping_;
  assignment x_;
  std::array<std::set<symbol>, venue_count> lists_;
  std::array<double, venue_count> rates_{};
  std::array<bool, venue_count> can_ = {true, true, true, true};
  std::array<time_point, venue_count> flips_at_ = {t0 + 90s, t0 + 90s, t0, t0};
  std::array<share_ramp, venue_count> ramps_;
  std::map<symbol, std::vector<time_point>> moves_;
};

TEST(AssignmentByBudget, MovesNoMarketTwiceAMinuteWhileAVenueFlaps) {
  std::size_t moves = 0;
  for (std::uint64_t seed = 1; seed <= test::seed_count(20); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    flapping_walk walk{seed, 1};
    walk.run(30min);
    EXPECT_LT(walk.most_in_two_minutes(), 4U);
    moves += walk.moves();
    if (::testing::Test::HasFailure())
      return;
  }
  EXPECT_GT(moves, 1'000U) << "hardly anything flapped";
}

TEST(AssignmentByBudget, LeavesNothingUnscannedWhileTwoVenuesFlap) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(20); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    flapping_walk walk{seed, 2};
    walk.run(30min);
    if (::testing::Test::HasFailure())
      return;
  }
}

// One look after a breaker opened, and then quarter by quarter.
TEST(AssignmentByBudget, HandsOverInOneCycleAndComesBackInSteps) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(30); ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto random = random_source{seed};
    const auto overlap = 40 + random.below(400);
    const auto rate = 1 + 20 * random.uniform();
    const auto other = 0.1 * rate * (1 + random.uniform());
    assignment x;
    x.list("a", markets("S", overlap) + markets("A", random.below(20)));
    x.list("b", markets("S", overlap));
    share_ramp ramp;
    const auto look = [&](bool can, time_point now) {
      const auto share = ramp.update(can, now);
      x.stand("a", {rate, can, share});
      x.stand("b", {other, true, 1});
      x.update(now);
      return share;
    };
    const auto shared_at_a = [&] { return overlap - x.of("b").size(); };
    look(true, t0);
    const auto before = shared_at_a();
    EXPECT_GT(2 * before, overlap);
    look(false, t0 + 1s);
    EXPECT_EQ(shared_at_a(), 0U);
    std::set<double> shares;
    std::size_t last = 0;
    for (auto second = 31s; second < 5min; ++second) {
      const auto share = look(true, t0 + second);
      shares.insert(share);
      EXPECT_LE(static_cast<double>(shared_at_a()),
                share * static_cast<double>(overlap));
      EXPECT_GE(shared_at_a(), last) << "back and forth";
      last = shared_at_a();
    }
    EXPECT_EQ(shares, (std::set<double>{0, 0.25, 0.5, 0.75, 1}));
    EXPECT_GE(10 * last, 8 * before) << "as level as is worth a move";
  }
}

} // namespace
} // namespace ballast
