#include "domain/circuit_breaker.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using enum outcome_kind;

constexpr auto t0 = time_point{} + 1h;
constexpr auto no_jitter = 0.5;

std::optional<breaker_change> fail(circuit_breaker& x, int times,
                                   time_point now) {
  auto change = std::optional<breaker_change>{};
  for (int i = 0; i < times; ++i)
    change = x.record(timed_out, false, now, no_jitter);
  return change;
}

/// A breaker that is open since t0, for 30 s.
circuit_breaker opened() {
  auto x = circuit_breaker{};
  fail(x, 4, t0);
  return x;
}

/// A breaker that is half open since t0 + 30 s.
circuit_breaker half_opened() {
  auto x = opened();
  x.tick(t0 + 30s);
  return x;
}

std::optional<breaker_change> probe(circuit_breaker& x, outcome_kind kind,
                                    time_point now, double random = no_jitter) {
  EXPECT_TRUE(x.take_probe());
  return x.probe_done(kind, now, random);
}

/// Waits until an open breaker is half open, and fails the probe.
breaker_change reopen(circuit_breaker& x, double random = no_jitter) {
  const auto now = x.next_change().value();
  EXPECT_TRUE(x.tick(now));
  return probe(x, timed_out, now, random).value();
}

/// Waits until an open breaker is half open, and lets three probes go well.
/// @returns when that was.
time_point heal(circuit_breaker& x) {
  const auto now = x.next_change().value();
  EXPECT_TRUE(x.tick(now));
  for (int i = 0; i < 3; ++i)
    probe(x, ok, now);
  EXPECT_EQ(x.state(), breaker_state::closed);
  return now;
}

TEST(CircuitBreaker, OpensAtFourErrorsInARow) {
  auto x = circuit_breaker{};
  EXPECT_FALSE(fail(x, 3, t0));
  const auto change = fail(x, 1, t0);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->from, breaker_state::closed);
  EXPECT_EQ(change->to, breaker_state::open);
  EXPECT_EQ(change->errors, 4U);
  EXPECT_EQ(change->open_for, 30s);
  EXPECT_EQ(change->cause, "4 errors in a row, last: timed out");
  EXPECT_EQ(x.opened(), 1U);
}

TEST(CircuitBreaker, BeginsTheRowAnewAfterASuccess) {
  auto x = circuit_breaker{};
  fail(x, 3, t0);
  x.record(ok, false, t0, no_jitter);
  EXPECT_FALSE(fail(x, 3, t0));
  EXPECT_TRUE(fail(x, 1, t0));
}

TEST(CircuitBreaker, OpensAtHalfOfTwentyCalls) {
  auto x = circuit_breaker{};
  for (int i = 0; i < 9; ++i) {
    EXPECT_FALSE(x.record(ok, false, t0, no_jitter));
    EXPECT_FALSE(x.record(unavailable, false, t0, no_jitter));
  }
  EXPECT_FALSE(x.record(ok, false, t0, no_jitter));
  const auto change = x.record(malformed, false, t0, no_jitter);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->errors, 10U);
  EXPECT_EQ(change->cause, "10 of the last 20 calls failed");
}

TEST(CircuitBreaker, LetsFailuresLeaveTheRatioAfterAMinute) {
  auto x = circuit_breaker{};
  for (int i = 0; i < 9; ++i) {
    x.record(ok, false, t0, no_jitter);
    x.record(timed_out, false, t0, no_jitter);
  }
  for (int i = 0; i < 9; ++i) {
    EXPECT_FALSE(x.record(ok, false, t0 + 60s, no_jitter));
    EXPECT_FALSE(x.record(timed_out, false, t0 + 60s, no_jitter));
  }
}

TEST(CircuitBreaker, CountsA429OnlyInSpiteOfTheHold) {
  auto x = circuit_breaker{};
  for (int i = 0; i < 100; ++i)
    EXPECT_FALSE(x.record(throttled, false, t0, no_jitter));
  for (int i = 0; i < 3; ++i)
    EXPECT_FALSE(x.record(throttled, true, t0, no_jitter));
  EXPECT_TRUE(x.record(throttled, true, t0, no_jitter));
}

TEST(CircuitBreaker, WaitsUntilTheCooldownIsOver) {
  auto x = opened();
  EXPECT_EQ(x.retry_in(t0 + 10s), 20s);
  EXPECT_EQ(x.next_change(), t0 + 30s);
  EXPECT_FALSE(x.tick(t0 + 30s - 1ns));
  EXPECT_FALSE(x.take_probe());
  EXPECT_TRUE(x.tick(t0 + 30s));
  EXPECT_EQ(x.state(), breaker_state::half_open);
  EXPECT_EQ(x.retry_in(t0 + 30s), 0s);
  EXPECT_FALSE(x.next_change());
}

TEST(CircuitBreaker, ClosesAfterThreeProbesThatWentWell) {
  auto x = half_opened();
  EXPECT_FALSE(probe(x, ok, t0 + 31s));
  EXPECT_FALSE(probe(x, ok, t0 + 32s));
  const auto change = probe(x, ok, t0 + 33s);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->to, breaker_state::closed);
  EXPECT_EQ(change->cause, "3 probes well");
}

TEST(CircuitBreaker, ReopensAtOneProbeThatFailedForTwiceAsLong) {
  auto x = half_opened();
  probe(x, ok, t0 + 31s);
  const auto change = probe(x, unavailable, t0 + 31s);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->from, breaker_state::half_open);
  EXPECT_EQ(change->open_for, 60s);
  EXPECT_EQ(change->cause, "probe failed: unavailable");
}

TEST(CircuitBreaker, AsksForAllProbesAgainAfterEachOpening) {
  auto x = half_opened();
  probe(x, ok, t0 + 31s);
  probe(x, ok, t0 + 31s);
  probe(x, timed_out, t0 + 31s);
  x.tick(t0 + 91s);
  EXPECT_FALSE(probe(x, ok, t0 + 91s));
}

TEST(CircuitBreaker, TakesAnyAnswerToAProbeAsASignOfLife) {
  for (const auto kind : {refused, unknown_symbol, unauthorised}) {
    auto x = half_opened();
    probe(x, kind, t0 + 31s);
    probe(x, kind, t0 + 31s);
    EXPECT_TRUE(probe(x, kind, t0 + 31s)) << to_string(kind);
    EXPECT_EQ(x.state(), breaker_state::closed) << to_string(kind);
  }
}

TEST(CircuitBreaker, ReopensWhenAProbeMeets429OrMaintenance) {
  for (const auto kind : {throttled, banned, maintenance}) {
    auto x = half_opened();
    EXPECT_TRUE(probe(x, kind, t0 + 31s)) << to_string(kind);
    EXPECT_EQ(x.state(), breaker_state::open) << to_string(kind);
  }
}

TEST(CircuitBreaker, LearnsNothingFromAProbeThatWasNeverSent) {
  auto x = half_opened();
  for (int i = 0; i < 5; ++i)
    EXPECT_FALSE(probe(x, i % 2 == 0 ? own_network : not_sent, t0 + 31s));
  EXPECT_EQ(x.state(), breaker_state::half_open);
}

TEST(CircuitBreaker, DoublesTheCooldownUpToFiveMinutes) {
  auto x = circuit_breaker{};
  EXPECT_EQ(fail(x, 4, t0)->open_for, 30s);
  for (const auto expected : {60s, 120s, 240s, 300s, 300s})
    EXPECT_EQ(reopen(x).open_for, expected);
}

TEST(CircuitBreaker, ForgetsOneDoublingPerTenMinutesClosed) {
  struct row {
    duration closed;
    duration next;
  };
  for (const auto& [closed, next] :
       {row{0min, 240s}, row{10min - 1ns, 240s}, row{10min, 120s},
        row{29min, 60s}, row{30min, 30s}, row{24h, 30s}}) {
    auto x = opened();
    reopen(x);
    reopen(x);
    const auto healed = heal(x);
    EXPECT_EQ(fail(x, 4, healed + closed)->open_for, next) << closed.count();
  }
}

TEST(CircuitBreaker, ForgetsThePinnedMaximumAsFastAsAnyOtherDoubling) {
  auto x = opened();
  for (int i = 0; i < 50; ++i)
    reopen(x);
  const auto healed = heal(x);
  EXPECT_EQ(fail(x, 4, healed + 40min)->open_for, 30s);
}

TEST(CircuitBreaker, HasNoJitterInTheFirstOpening) {
  for (const auto random : {0.0, 0.3, 0.999}) {
    auto x = circuit_breaker{};
    fail(x, 3, t0);
    EXPECT_EQ(x.record(timed_out, false, t0, random)->open_for, 30s);
  }
}

TEST(CircuitBreaker, JittersByAFifthFromTheSecondOpeningOn) {
  const auto second = [](double random) {
    auto x = opened();
    return reopen(x, random).open_for;
  };
  EXPECT_EQ(second(0.0), 48s);
  EXPECT_EQ(second(0.25), 54s);
  EXPECT_EQ(second(0.75), 66s);
}

TEST(CircuitBreaker, NeverSynchronisesNorPassesTheMaximumWhenPinnedThere) {
  auto random = random_source{7};
  auto waits = std::set<duration>{};
  constexpr auto breakers = 200;
  for (int i = 0; i < breakers; ++i) {
    auto x = opened();
    for (int k = 0; k < 4; ++k)
      reopen(x);
    const auto wait = reopen(x, random.uniform()).open_for;
    EXPECT_GE(wait, 240s);
    EXPECT_LE(wait, 300s);
    waits.insert(wait);
  }
  EXPECT_EQ(waits.size(), static_cast<std::size_t>(breakers));
}

TEST(CircuitBreaker, BansForExactlyTheStatedTimeEvenBeyondTheMaximum) {
  auto x = circuit_breaker{};
  const auto change = x.ban(72h, t0);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->open_for, 72h);
  EXPECT_EQ(change->cause, "banned");
  EXPECT_TRUE(x.is_banned(t0 + 72h - 1ns));
  EXPECT_FALSE(x.tick(t0 + 72h - 1ns));
  EXPECT_TRUE(x.tick(t0 + 72h));
  EXPECT_FALSE(x.is_banned(t0 + 72h));
}

TEST(CircuitBreaker, DoublesNothingForABan) {
  auto x = circuit_breaker{};
  x.ban(10min, t0);
  EXPECT_EQ(reopen(x).open_for, 30s);
}

TEST(CircuitBreaker, ProlongsAnOpeningByABanWithoutAnyChange) {
  auto x = opened();
  EXPECT_FALSE(x.ban(2min, t0 + 10s));
  EXPECT_EQ(x.next_change(), t0 + 130s);
  EXPECT_EQ(x.opened(), 1U);
}

TEST(CircuitBreaker, NeverShortensAnOpeningByABan) {
  auto x = opened();
  x.ban(1h, t0);
  x.ban(2min, t0 + 1s);
  EXPECT_EQ(x.next_change(), t0 + 1h);
  EXPECT_TRUE(x.is_banned(t0 + 59min));
}

TEST(CircuitBreaker, IgnoresLateOutcomesOfCallsMadeBeforeTheOpening) {
  auto x = opened();
  EXPECT_FALSE(fail(x, 50, t0 + 1s));
  EXPECT_EQ(x.next_change(), t0 + 30s);
  x.tick(t0 + 30s);
  EXPECT_FALSE(fail(x, 50, t0 + 31s));
  EXPECT_EQ(x.state(), breaker_state::half_open);
  for (int i = 0; i < 3; ++i) {
    x.record(ok, false, t0 + 31s, no_jitter);
    EXPECT_EQ(x.state(), breaker_state::half_open);
  }
}

TEST(CircuitBreaker, StartsWithACleanSlateOnceClosed) {
  auto x = opened();
  for (int i = 0; i < 3; ++i) {
    const auto healed = heal(x);
    // Neither the row nor the ratio remembers what opened it.
    for (int k = 0; k < 9; ++k) {
      EXPECT_FALSE(fail(x, 1, healed));
      EXPECT_FALSE(x.record(ok, false, healed, no_jitter));
    }
    EXPECT_FALSE(x.record(ok, false, healed, no_jitter));
    EXPECT_TRUE(fail(x, 1, healed));
  }
}

TEST(CircuitBreaker, LetsAProbeFromBeforeABanOnlyMakeRoom) {
  auto x = half_opened();
  EXPECT_TRUE(x.take_probe());
  x.ban(1min, t0 + 31s);
  x.tick(t0 + 91s);
  EXPECT_FALSE(x.take_probe());
  EXPECT_FALSE(x.probe_done(timed_out, t0 + 92s, no_jitter));
  EXPECT_EQ(x.state(), breaker_state::half_open);
  EXPECT_TRUE(x.take_probe());
}

TEST(CircuitBreaker, ClosesWhenTheOperatorSaysSo) {
  auto x = opened();
  const auto change = x.obey(breaker_rule::normal, t0 + 1s);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->to, breaker_state::closed);
  EXPECT_FALSE(x.obey(breaker_rule::normal, t0 + 2s));
  EXPECT_EQ(fail(x, 4, t0 + 3s)->open_for, 60s);
}

TEST(CircuitBreaker, DoesNotLetTheOperatorLiftABan) {
  auto x = circuit_breaker{};
  x.ban(1h, t0);
  EXPECT_FALSE(x.obey(breaker_rule::normal, t0 + 59min));
  EXPECT_EQ(x.state(), breaker_state::open);
}

} // namespace
} // namespace ballast
