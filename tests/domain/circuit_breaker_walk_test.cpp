// Random walks through a breaker: what must hold whatever happens.
#include "domain/circuit_breaker.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <utility>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using enum outcome_kind;

constexpr auto t0 = time_point{} + 1h;
constexpr auto no_jitter = 0.5;
constexpr auto kinds_count = 14;

/// What one event did, and to what.
struct walk_step {
  std::string event;
  std::optional<breaker_change> change;
};

/// Drives a breaker by random events, as an owner would and worse. Checks at
/// each step that the change told is the change made.
class breaker_walk {
public:
  explicit breaker_walk(std::uint64_t seed) : random_{seed} {}

  walk_step step() {
    now_ += std::chrono::milliseconds{random_.below(4000)};
    const auto before = x_.state();
    const auto done = any_event();
    EXPECT_EQ(x_.state() != before, done.change.has_value()) << done.event;
    if (done.change) {
      EXPECT_EQ(done.change->from, before);
      EXPECT_EQ(done.change->to, x_.state());
    }
    return done;
  }

  const circuit_breaker& breaker() const { return x_; }
  time_point now() const { return now_; }
  int probes_out = 0;
  time_point banned_until = time_point::min();

private:
  outcome_kind any_kind() {
    // Mostly what moves a breaker; else anything.
    const auto dice = random_.below(10);
    return dice < 4   ? timed_out
           : dice < 8 ? ok
                      : static_cast<outcome_kind>(random_.below(kinds_count));
  }
  walk_step any_event() {
    const auto dice = random_.below(200);
    if (dice < 100)
      return {"record", x_.record(any_kind(), random_.below(2) == 0, now_,
                                  random_.uniform())};
    if (dice < 140)
      return {"tick", x_.tick(now_)};
    if (dice < 170) {
      probes_out += x_.take_probe() ? 1 : 0;
      return {"take_probe", std::nullopt};
    }
    if (dice < 198) {
      auto change = x_.probe_done(any_kind(), now_, random_.uniform());
      probes_out = 0;
      return {"probe_done", change};
    }
    const auto how_long = std::chrono::seconds{random_.below(100)};
    banned_until = std::max(banned_until, now_ + how_long);
    return {"ban", x_.ban(how_long, now_)};
  }

  random_source random_;
  circuit_breaker x_;
  time_point now_ = t0;
};

template <class Check>
void walk(Check check) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto x = breaker_walk{seed};
    for (int i = 0; i < 3000 && !::testing::Test::HasFailure(); ++i)
      check(x, x.step());
  }
}

TEST(CircuitBreaker, FaultB1_TakesNoPathThatIsNotDrawn) {
  const auto drawn = std::set<std::string>{
    "closed > open by record",        "closed > open by ban",
    "open > half open by tick",       "half open > closed by probe_done",
    "half open > open by probe_done", "half open > open by ban"};
  auto taken = std::set<std::string>{};
  walk([&](const breaker_walk&, const walk_step& step) {
    if (!step.change)
      return;
    const auto path = std::string{to_string(step.change->from)} + " > "
                      + to_string(step.change->to) + " by " + step.event;
    EXPECT_TRUE(drawn.contains(path)) << path;
    taken.insert(path);
  });
  EXPECT_EQ(taken, drawn) << "the walks left a path out and prove too little";
}

TEST(CircuitBreaker, FaultB3_HasAtMostOneProbeOut) {
  auto most = 0;
  walk([&](const breaker_walk& x, const walk_step&) {
    EXPECT_LE(x.probes_out, 1);
    most = std::max(most, x.probes_out);
  });
  EXPECT_EQ(most, 1);
}

TEST(CircuitBreaker, FaultB3_TakesNoProbeUnlessHalfOpen) {
  walk([](const breaker_walk& x, const walk_step&) {
    if (x.breaker().state() != breaker_state::half_open) {
      EXPECT_FALSE(circuit_breaker{x.breaker()}.take_probe());
    }
  });
}

TEST(CircuitBreaker, FaultB5_StaysOpenToTheEndOfABanWithoutProbes) {
  auto bans = 0;
  walk([&](const breaker_walk& x, const walk_step&) {
    if (x.now() >= x.banned_until)
      return;
    ++bans;
    auto copy = x.breaker();
    EXPECT_EQ(copy.state(), breaker_state::open);
    EXPECT_TRUE(copy.is_banned(x.now()));
    EXPECT_FALSE(copy.take_probe());
    EXPECT_FALSE(copy.obey(breaker_rule::normal, x.now()));
    EXPECT_GE(copy.retry_in(x.now()), x.banned_until - x.now());
  });
  EXPECT_GT(bans, 1000);
}

TEST(CircuitBreaker, FaultB5_ABusinessRefusalChangesNothingAnywhere) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    auto random = random_source{seed};
    auto with = circuit_breaker{};
    auto without = circuit_breaker{};
    auto now = t0;
    for (int i = 0; i < 2000; ++i) {
      now += std::chrono::milliseconds{random.below(3000)};
      for (auto n = random.below(4); n > 0; --n)
        EXPECT_FALSE(with.record(n % 2 == 0 ? refused : unknown_symbol, true,
                                 now, no_jitter));
      const auto kind = random.below(3) == 0 ? ok : timed_out;
      with.record(kind, false, now, no_jitter);
      without.record(kind, false, now, no_jitter);
      with.tick(now);
      without.tick(now);
      if (with.take_probe())
        with.probe_done(kind, now, no_jitter);
      if (without.take_probe())
        without.probe_done(kind, now, no_jitter);
      ASSERT_EQ(with.state(), without.state()) << "seed " << seed;
      ASSERT_EQ(with.next_change(), without.next_change()) << "seed " << seed;
    }
    EXPECT_GT(with.opened(), 0U);
  }
}

/// The two rules of tripping, by counting everything again each time.
bool should_trip(const std::vector<std::pair<time_point, bool>>& calls) {
  auto row = 0;
  auto recent = 0;
  auto failed = 0;
  for (const auto& [at, is_failure] : calls) {
    row = is_failure ? row + 1 : 0;
    if (at + 60s <= calls.back().first)
      continue;
    ++recent;
    failed += is_failure ? 1 : 0;
  }
  return row >= 4 || (recent >= 20 && 2 * failed >= recent);
}

TEST(CircuitBreaker, TripsExactlyWhenOneOfItsTwoRulesSaysSo) {
  auto by_ratio = 0;
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    auto random = random_source{seed};
    auto x = circuit_breaker{};
    auto calls = std::vector<std::pair<time_point, bool>>{};
    const auto failures = 20 + random.below(35);
    auto now = t0;
    for (int i = 0; i < 200 && x.state() == breaker_state::closed; ++i) {
      now += std::chrono::milliseconds{random.below(6000)};
      const auto is_failure = random.below(100) < failures;
      calls.emplace_back(now, is_failure);
      const auto change
        = x.record(is_failure ? unavailable : ok, false, now, no_jitter);
      ASSERT_EQ(change.has_value(), should_trip(calls)) << "seed " << seed;
      by_ratio += change && change->errors > 4 ? 1 : 0;
    }
  }
  EXPECT_GT(by_ratio, 10);
}

} // namespace
} // namespace ballast
