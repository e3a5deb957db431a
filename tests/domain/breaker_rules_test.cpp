// What the operator makes of a breaker: each rule by example, then all of them
// in random walks, where what must hold of any breaker still has to.
#include "domain/circuit_breaker.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>

namespace ballast {
namespace {

using namespace std::chrono_literals;
using enum outcome_kind;
using enum breaker_rule;

constexpr auto t0 = time_point{} + 1h;
constexpr auto no_jitter = 0.5;

std::optional<breaker_change> fail(circuit_breaker& x, int times,
                                   time_point now) {
  auto change = std::optional<breaker_change>{};
  for (int i = 0; i < times; ++i)
    change = x.record(timed_out, false, now, no_jitter);
  return change;
}

circuit_breaker with(breaker_rule rule) {
  auto x = circuit_breaker{};
  x.obey(rule, t0);
  return x;
}

// -- held open ---------------------------------------------------------------

TEST(BreakerRules, HoldsOpenWithoutCooldownOrProbes) {
  auto x = circuit_breaker{};
  const auto change = x.obey(held_open, t0);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->to, breaker_state::open);
  EXPECT_EQ(change->errors, 0U);
  EXPECT_EQ(change->cause, "held open by the operator");
  EXPECT_TRUE(x.is_shut(t0));
  EXPECT_EQ(x.retry_in(t0), 0s) << "nobody knows when";
  EXPECT_FALSE(x.next_change());
  EXPECT_FALSE(x.tick(t0 + 24h));
  EXPECT_FALSE(x.take_probe());
  EXPECT_TRUE(x.is_shut(t0 + 24h));
  EXPECT_FALSE(x.is_banned(t0)) << "exits pass";
  EXPECT_EQ(x.opened(), 0U) << "the venue did nothing";
}

TEST(BreakerRules, HoldsOpenWhatIsOpenOrHalfOpenAlready) {
  for (const auto ticks : {false, true}) {
    auto x = circuit_breaker{};
    fail(x, 4, t0);
    if (ticks) {
      x.tick(t0 + 30s);
      ASSERT_TRUE(x.take_probe());
    }
    EXPECT_EQ(x.obey(held_open, t0 + 30s).has_value(), ticks);
    x.probe_done(ok, t0 + 31s, no_jitter);
    EXPECT_FALSE(x.tick(t0 + 1h));
    EXPECT_FALSE(x.take_probe());
    EXPECT_EQ(x.state(), breaker_state::open);
  }
}

TEST(BreakerRules, LetsGoOfAHeldOneByAnyOtherRule) {
  for (const auto rule : {normal, disabled, shadow}) {
    auto x = with(held_open);
    const auto change = x.obey(rule, t0 + 1h);
    ASSERT_TRUE(change) << to_string(rule);
    EXPECT_EQ(change->to, breaker_state::closed);
    EXPECT_FALSE(x.is_shut(t0 + 1h));
  }
}

TEST(BreakerRules, KeepsABanThatCameWhileItWasHeldOpen) {
  auto x = with(held_open);
  EXPECT_FALSE(x.ban(1h, t0));
  EXPECT_FALSE(x.obey(normal, t0 + 10min));
  EXPECT_EQ(x.state(), breaker_state::open);
  EXPECT_EQ(x.next_change(), t0 + 1h) << "and no longer than the ban";
  EXPECT_TRUE(x.tick(t0 + 1h));
}

// -- disabled ----------------------------------------------------------------

TEST(BreakerRules, StaysClosedWhenDisabledWhateverFails) {
  auto x = with(disabled);
  EXPECT_FALSE(fail(x, 500, t0));
  EXPECT_EQ(x.state(), breaker_state::closed);
  EXPECT_EQ(x.opened(), 0U);
}

TEST(BreakerRules, RemembersNothingOfWhatFailedWhileDisabled) {
  auto x = circuit_breaker{};
  fail(x, 3, t0);
  x.obey(disabled, t0);
  fail(x, 3, t0);
  x.obey(normal, t0);
  EXPECT_FALSE(fail(x, 3, t0));
  EXPECT_TRUE(fail(x, 1, t0));
}

TEST(BreakerRules, ObeysABanWhenDisabledAndClosesAtItsEnd) {
  auto x = with(disabled);
  const auto change = x.ban(10min, t0);
  ASSERT_TRUE(change);
  EXPECT_EQ(change->cause, "banned");
  EXPECT_TRUE(x.is_shut(t0 + 10min - 1ns));
  EXPECT_FALSE(x.tick(t0 + 10min - 1ns));
  const auto end = x.tick(t0 + 10min);
  ASSERT_TRUE(end);
  EXPECT_EQ(end->to, breaker_state::closed);
}

TEST(BreakerRules, ShortensTheCooldownToTheBanWhenDisabled) {
  auto x = circuit_breaker{};
  fail(x, 4, t0);
  x.ban(10s, t0);
  EXPECT_FALSE(x.obey(disabled, t0));
  EXPECT_TRUE(x.tick(t0 + 10s));
  EXPECT_FALSE(x.is_shut(t0 + 10s));
}

// -- shadow ------------------------------------------------------------------

TEST(BreakerRules, TellsInShadowWhatItWouldDoAndStopsNothing) {
  auto x = with(shadow);
  const auto opens = fail(x, 4, t0);
  ASSERT_TRUE(opens);
  EXPECT_EQ(opens->to, breaker_state::open);
  EXPECT_EQ(opens->errors, 4U);
  EXPECT_EQ(opens->open_for, 30s);
  EXPECT_EQ(opens->cause,
            "shadow: would open: 4 errors in a row, last: timed out");
  EXPECT_EQ(x.opened(), 1U);
  EXPECT_FALSE(x.is_shut(t0));
  const auto probes = x.tick(t0 + 30s);
  ASSERT_TRUE(probes);
  EXPECT_EQ(probes->cause, "shadow: would probe: cooldown is over");
  EXPECT_FALSE(x.is_shut(t0 + 30s));
}

TEST(BreakerRules, TakesCallsForTheProbesItDoesNotSendInShadow) {
  auto x = with(shadow);
  fail(x, 4, t0);
  x.tick(t0 + 30s);
  EXPECT_FALSE(x.take_probe());
  x.record(ok, false, t0 + 31s, no_jitter);
  const auto again = fail(x, 1, t0 + 31s);
  ASSERT_TRUE(again);
  EXPECT_EQ(again->cause, "shadow: would open: probe failed: timed out");
  EXPECT_EQ(again->open_for, 60s);
  x.tick(t0 + 91s);
  x.record(refused, false, t0 + 91s, no_jitter);
  EXPECT_FALSE(x.record(ok, false, t0 + 91s, no_jitter));
  EXPECT_FALSE(x.record(ok, false, t0 + 91s, no_jitter));
  const auto closes = x.record(ok, false, t0 + 91s, no_jitter);
  ASSERT_TRUE(closes);
  EXPECT_EQ(closes->cause, "shadow: would close: 3 probes well");
}

TEST(BreakerRules, StopsForABanInShadowWhateverItWouldBe) {
  for (const auto errors : {0, 4}) {
    auto x = with(shadow);
    fail(x, errors, t0);
    const auto change = x.ban(1h, t0 + 1s);
    ASSERT_TRUE(change) << errors;
    EXPECT_EQ(change->from, breaker_state::closed) << "nothing was stopped";
    EXPECT_EQ(change->to, breaker_state::open);
    EXPECT_EQ(change->cause, "banned");
    EXPECT_FALSE(x.ban(1min, t0 + 2s)) << "the second changes nothing";
    EXPECT_TRUE(x.is_shut(t0 + 1h));
    EXPECT_FALSE(x.is_shut(t0 + 1h + 1s));
  }
}

TEST(BreakerRules, OpensForRealOnceTheShadowIsLifted) {
  auto x = with(shadow);
  fail(x, 4, t0);
  x.obey(normal, t0 + 1s);
  EXPECT_EQ(x.state(), breaker_state::closed) << "as any rule but held open";
  EXPECT_TRUE(fail(x, 4, t0 + 1s));
  EXPECT_TRUE(x.is_shut(t0 + 1s));
}

// -- whatever happens --------------------------------------------------------

/// Drives a breaker by random events and rules.
class ruled_walk {
public:
  explicit ruled_walk(std::uint64_t seed) : random_{seed} {}

  std::optional<breaker_change> step() {
    now += std::chrono::milliseconds{random_.below(4000)};
    before = x;
    const auto dice = random_.below(200);
    if (dice < 100)
      return done("record", x.record(any_kind(), random_.below(2) == 0, now,
                                     random_.uniform()));
    if (dice < 140)
      return done("tick", x.tick(now));
    if (dice < 170) {
      probes_out += x.take_probe() ? 1 : 0;
      return done("take_probe", std::nullopt);
    }
    if (dice < 190) {
      probes_out = 0;
      return done("probe_done",
                  x.probe_done(any_kind(), now, random_.uniform()));
    }
    if (dice < 196)
      return done("rule",
                  x.obey(static_cast<breaker_rule>(random_.below(4)), now));
    const auto how_long = std::chrono::seconds{random_.below(60)};
    banned_until = std::max(banned_until, now + how_long);
    return done("ban", x.ban(how_long, now));
  }

  circuit_breaker x;
  circuit_breaker before;
  std::string event;
  time_point now = t0;
  time_point banned_until = time_point::min();
  int probes_out = 0;

private:
  std::optional<breaker_change> done(const char* what,
                                     std::optional<breaker_change> change) {
    event = what;
    return change;
  }
  outcome_kind any_kind() {
    const auto dice = random_.below(10);
    return dice < 4   ? timed_out
           : dice < 8 ? ok
                      : static_cast<outcome_kind>(random_.below(14));
  }
  random_source random_;
};

template <class Check>
void walk(Check check) {
  for (std::uint64_t seed = 1; seed <= 30; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    auto x = ruled_walk{seed};
    for (int i = 0; i < 3000 && !::testing::Test::HasFailure(); ++i)
      check(x, x.step());
  }
}

TEST(BreakerRules, FaultB1_TakesNoPathThatIsNotDrawn) {
  const auto drawn
    = std::set<std::string>{"normal: closed > open by record",
                            "normal: closed > open by ban",
                            "normal: open > half open by tick",
                            "normal: half open > closed by probe_done",
                            "normal: half open > open by probe_done",
                            "normal: half open > open by ban",
                            "disabled: closed > open by ban",
                            "disabled: open > closed by tick",
                            "shadow: closed > open by record",
                            "shadow: closed > open by ban",
                            "shadow: open > half open by tick",
                            "shadow: half open > closed by record",
                            "shadow: half open > open by record"};
  auto taken = std::set<std::string>{};
  walk([&](const ruled_walk& x, const std::optional<breaker_change>& change) {
    if (!change || x.event == "rule")
      return;
    const auto path = std::string{to_string(x.x.rule())} + ": "
                      + to_string(change->from) + " > " + to_string(change->to)
                      + " by " + x.event;
    EXPECT_TRUE(drawn.contains(path)) << path;
    taken.insert(path);
  });
  EXPECT_EQ(taken, drawn) << "the walks left a path out and prove too little";
}

TEST(BreakerRules, TellsEveryChangeOfStateAndNoOther) {
  walk([](const ruled_walk& x, const std::optional<breaker_change>& change) {
    if (!change) {
      EXPECT_EQ(x.x.state(), x.before.state()) << x.event;
      return;
    }
    EXPECT_NE(change->from, change->to);
    EXPECT_EQ(change->to, x.x.state()) << x.event;
  });
}

TEST(BreakerRules, StopsCallsExactlyWhereItsRuleSaysSo) {
  auto seen = std::set<std::string>{};
  walk([&](const ruled_walk& x, const std::optional<breaker_change>&) {
    const auto banned = x.now < x.banned_until;
    const auto shut = x.x.is_shut(x.now);
    if (banned) {
      EXPECT_TRUE(shut) << "a ban is a ban";
    } else if (x.x.rule() == held_open) {
      EXPECT_TRUE(shut);
    } else if (x.x.rule() == shadow) {
      EXPECT_FALSE(shut);
    } else if (x.x.rule() == disabled && x.event == "tick") {
      EXPECT_FALSE(shut);
    } else if (x.x.rule() == normal) {
      EXPECT_EQ(shut, x.x.state() != breaker_state::closed);
    }
    seen.insert(std::string{to_string(x.x.rule())} + (banned ? " banned" : "")
                + (shut ? " shut" : ""));
  });
  EXPECT_EQ(seen.size(), 10U) << "4 banned and shut, held open, 2 disabled "
                                 "(before the tick that ends a ban), shadow "
                                 "and 2 normal";
}

TEST(BreakerRules, FaultB3_HasOneProbeOutAtMostAndNoneButWhereItIsNormal) {
  walk([](const ruled_walk& x, const std::optional<breaker_change>&) {
    EXPECT_LE(x.probes_out, 1);
    auto copy = x.x;
    if (copy.rule() != normal) {
      EXPECT_FALSE(copy.take_probe());
    }
  });
}

TEST(BreakerRules, FaultB5_NoRuleEndsABanOrLetsAProbeOutDuringOne) {
  auto bans = 0;
  walk([&](const ruled_walk& x, const std::optional<breaker_change>&) {
    if (x.now >= x.banned_until)
      return;
    ++bans;
    for (const auto rule : {normal, held_open, disabled, shadow}) {
      auto copy = x.x;
      copy.obey(rule, x.now);
      EXPECT_TRUE(copy.is_shut(x.now)) << to_string(rule);
      EXPECT_TRUE(copy.is_banned(x.now)) << to_string(rule);
      EXPECT_FALSE(copy.tick(x.banned_until - 1ns)) << to_string(rule);
      EXPECT_FALSE(copy.take_probe()) << to_string(rule);
    }
  });
  EXPECT_GT(bans, 1000);
}

TEST(BreakerRules, FaultB5_ABusinessRefusalNeverCountsUnderAnyRule) {
  walk([](const ruled_walk& x, const std::optional<breaker_change>&) {
    for (const auto kind : {refused, unknown_symbol}) {
      auto copy = x.x;
      EXPECT_FALSE(copy.record(kind, true, x.now, no_jitter));
      EXPECT_EQ(copy.state(), x.x.state());
    }
  });
}

} // namespace
} // namespace ballast
