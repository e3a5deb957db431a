#include "actors/health_monitor.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/send.hpp>

namespace ballast {

namespace {

using namespace std::chrono_literals;

class HealthMonitor : public test::actor_test {
protected:
  HealthMonitor() {
    health_monitor_options options;
    options.log = log();
    monitor = spawn_health_monitor(sys, options);
    broker_status status;
    status.venue = "kestrel";
    status.account = "master";
    status.phase = broker_phase::connected;
    status.scan_spends = {{"kestrel.public", 1}};
    caf::send_as(broker, monitor, status);
    run();
  }
  ~HealthMonitor() override {
    caf::anon_send(monitor, caf::close_atom_v);
    advance(2s);
  }

  void outcome(outcome_kind kind, bool in_spite_of_hold = false,
               bool probe = false, const char* scope = "kestrel.public") {
    request_outcome x;
    x.venue = "kestrel";
    x.account = "master";
    x.scope = scope;
    x.kind = kind;
    x.latency = 10ms;
    x.in_spite_of_hold = in_spite_of_hold;
    x.probe = probe;
    caf::anon_send(monitor, x);
    run();
  }

  void rule(breaker_rule x, const char* venue = "kestrel") {
    caf::anon_send(monitor, breaker_wish{venue, x});
    run();
  }

  const venue_health& last() {
    advance(1s);
    return heard->health.back();
  }

  std::shared_ptr<test::heard_by_broker> heard
    = std::make_shared<test::heard_by_broker>();
  broker_actor broker = test::fake_broker(sys, heard);
  health_monitor_actor monitor;
};

TEST_F(HealthMonitor, CallsAFewAnswersUnknown) {
  for (int i = 0; i < 9; ++i)
    outcome(outcome_kind::ok);
  EXPECT_FALSE(last().score.get().has_value());
  outcome(outcome_kind::ok);
  EXPECT_EQ(last().score.get(), 100);
}

TEST_F(HealthMonitor, OpensAtTheFourthErrorAndSaysWhyAtOnce) {
  for (int i = 0; i < 3; ++i)
    outcome(outcome_kind::unavailable);
  EXPECT_EQ(last().breaker.state, breaker_state::closed);
  const auto before = heard->health.size();
  outcome(outcome_kind::timed_out);
  ASSERT_GT(heard->health.size(), before);
  EXPECT_EQ(heard->health.back().breaker.state, breaker_state::open);
  EXPECT_EQ(heard->health.back().open_scopes,
            std::vector<std::string>{"kestrel.public"});
  EXPECT_TRUE(logged("GLOBAL CIRCUIT BREAKER: 4 total errors"));
  EXPECT_TRUE(logged("Waiting 30s for API to fully recover"));
}

TEST_F(HealthMonitor, ProbesOneAtATimeAndClosesAfterThree) {
  for (int i = 0; i < 4; ++i)
    outcome(outcome_kind::unavailable);
  advance(29s);
  EXPECT_TRUE(heard->probes.empty());
  advance(3s);
  for (std::size_t i = 1; i <= 3; ++i) {
    ASSERT_EQ(heard->probes.size(), i);
    advance(10s);
    ASSERT_EQ(heard->probes.size(), i) << "a second probe while one is out";
    outcome(outcome_kind::ok, false, true);
    advance(1s);
  }
  EXPECT_EQ(last().breaker.state, breaker_state::closed);
  EXPECT_TRUE(last().open_scopes.empty());
}

TEST_F(HealthMonitor, CountsA429OnlyWhenItCameInSpiteOfTheHold) {
  for (int i = 0; i < 20; ++i)
    outcome(outcome_kind::throttled, false);
  EXPECT_EQ(last().breaker.state, breaker_state::closed);
  for (int i = 0; i < 4; ++i)
    outcome(outcome_kind::throttled, true);
  EXPECT_EQ(last().breaker.state, breaker_state::open);
}

TEST_F(HealthMonitor, LetsNoBusinessRefusalTouchScoreOrBreaker) {
  for (int i = 0; i < 50; ++i)
    outcome(i % 2 == 0 ? outcome_kind::unknown_symbol : outcome_kind::refused);
  EXPECT_EQ(last().score.get(), 100);
  EXPECT_EQ(last().breaker.state, breaker_state::closed);
}

TEST_F(HealthMonitor, KeepsAScopeOutOfAnothersBreaker) {
  for (int i = 0; i < 4; ++i)
    outcome(outcome_kind::unavailable, false, false, "kestrel.private@master");
  EXPECT_EQ(last().open_scopes,
            std::vector<std::string>{"kestrel.private@master"});
  // Scanning goes on: orders and balances are out, the venue is not.
  EXPECT_FALSE(last().global_open);
}

TEST_F(HealthMonitor, GetsOverAProbeThatMetABan) {
  for (int i = 0; i < 4; ++i)
    outcome(outcome_kind::unavailable);
  advance(32s);
  ASSERT_EQ(heard->probes.size(), 1U);
  request_outcome ban;
  ban.venue = "kestrel";
  ban.account = "master";
  ban.scope = "kestrel.public";
  ban.kind = outcome_kind::banned;
  ban.limits.retry_after = 10s;
  ban.probe = true;
  caf::anon_send(monitor, ban);
  run();
  EXPECT_EQ(heard->health.back().breaker.state, breaker_state::open);
  EXPECT_EQ(heard->health.back().score.get(), 0);
  advance(15s);
  for (std::size_t i = 2; i <= 4; ++i) {
    ASSERT_EQ(heard->probes.size(), i);
    outcome(outcome_kind::ok, false, true);
    advance(1s);
  }
  EXPECT_EQ(last().breaker.state, breaker_state::closed);
}

TEST_F(HealthMonitor, SendsAnotherProbeWhenOneIsLost) {
  for (int i = 0; i < 4; ++i)
    outcome(outcome_kind::unavailable);
  advance(32s);
  ASSERT_EQ(heard->probes.size(), 1U);
  advance(25s);
  EXPECT_EQ(heard->probes.size(), 2U);
}

TEST_F(HealthMonitor, NamesOurOwnNetworkAndLooksForTheWayOutEverySecond) {
  outcome(outcome_kind::own_network);
  EXPECT_TRUE(logged("our own network is down"));
  EXPECT_TRUE(last().global_open);
  const auto before = heard->probes.size();
  outcome(outcome_kind::own_network, false, true);
  advance(1s);
  EXPECT_EQ(heard->probes.size(), before + 1);
  EXPECT_EQ(last().breaker.state, breaker_state::closed);
  outcome(outcome_kind::ok, false, true);
  EXPECT_FALSE(last().global_open);
}

TEST_F(HealthMonitor, NeverCountsOurOwnNetworkAgainstAVenue) {
  for (int i = 0; i < 40; ++i)
    outcome(outcome_kind::own_network);
  outcome(outcome_kind::ok);
  EXPECT_FALSE(last().score.get().has_value());
  EXPECT_EQ(last().breaker.state, breaker_state::closed);
}

// Until another rule is given: no probe asks whether it is well again.
TEST_F(HealthMonitor, HoldsAVenueOpenAndSaysSoAtOnce) {
  outcome(outcome_kind::ok);
  const auto before = heard->health.size();
  rule(breaker_rule::held_open);
  ASSERT_GT(heard->health.size(), before);
  EXPECT_EQ(heard->health.back().breaker.state, breaker_state::open);
  EXPECT_EQ(heard->health.back().breaker.rule, breaker_rule::held_open);
  EXPECT_EQ(heard->health.back().open_scopes,
            std::vector<std::string>{"kestrel.public"});
  EXPECT_TRUE(logged("CIRCUIT BREAKERS of kestrel are held open"));
  EXPECT_TRUE(logged("closed -> open: held open by the operator"));
  advance(10min);
  EXPECT_TRUE(heard->probes.empty());
  rule(breaker_rule::normal);
  EXPECT_EQ(heard->health.back().breaker.state, breaker_state::closed);
  EXPECT_EQ(heard->health.back().breaker.rule, breaker_rule::normal);
  EXPECT_TRUE(heard->health.back().open_scopes.empty());
}

TEST_F(HealthMonitor, HoldsOpenWhatIsAskedForTheFirstTimeLater) {
  outcome(outcome_kind::ok);
  rule(breaker_rule::held_open);
  outcome(outcome_kind::ok, false, false, "kestrel.private@master");
  EXPECT_EQ(last().open_scopes.size(), 2U);
}

// Nothing can be scanned, whoever has shut the last one.
TEST_F(HealthMonitor, TakesAVenueThatIsHeldOpenForOneThatIsNotLeft) {
  outcome(outcome_kind::ok);
  rule(breaker_rule::held_open);
  EXPECT_TRUE(last().global_open);
  EXPECT_TRUE(logged("every venue that is left is held open by a person"));
  EXPECT_FALSE(logged("Waiting 0s"));
  rule(breaker_rule::shadow);
  EXPECT_FALSE(last().global_open);
}

TEST_F(HealthMonitor, SendsNoProbeToAHeldVenueWhileOurOwnNetworkIsDown) {
  outcome(outcome_kind::ok);
  rule(breaker_rule::held_open);
  outcome(outcome_kind::own_network);
  advance(1min);
  EXPECT_TRUE(heard->probes.empty());
}

TEST_F(HealthMonitor, StopsNothingWhenDisabledOrInShadow) {
  for (const auto x : {breaker_rule::disabled, breaker_rule::shadow}) {
    outcome(outcome_kind::ok);
    rule(x);
    for (int i = 0; i < 30; ++i)
      outcome(outcome_kind::unavailable);
    EXPECT_EQ(last().breaker.state, breaker_state::closed) << to_string(x);
    EXPECT_EQ(last().breaker.rule, x);
    EXPECT_TRUE(last().open_scopes.empty());
    EXPECT_FALSE(last().global_open);
    advance(2min);
    EXPECT_TRUE(heard->probes.empty());
    EXPECT_EQ(logged("shadow: would open: 4 errors in a row"),
              x == breaker_rule::shadow);
  }
  EXPECT_EQ(last().breaker.opened, 1U);
}

TEST_F(HealthMonitor, ShutsForABanUnderAnyRule) {
  for (const auto x : {breaker_rule::disabled, breaker_rule::shadow}) {
    rule(x);
    request_outcome ban;
    ban.venue = "kestrel";
    ban.account = "master";
    ban.scope = "kestrel.public";
    ban.kind = outcome_kind::banned;
    ban.limits.retry_after = 60s;
    caf::anon_send(monitor, ban);
    run();
    EXPECT_EQ(last().breaker.state, breaker_state::open) << to_string(x);
    EXPECT_EQ(last().open_scopes.size(), 1U);
    advance(2min);
    EXPECT_EQ(last().breaker.state, breaker_state::closed) << to_string(x);
    EXPECT_TRUE(heard->probes.empty());
  }
}

TEST_F(HealthMonitor, HasNothingToResetAtAVenueItNeverHeardOf) {
  const auto answer = [this](breaker_rule x) {
    auto failed = false;
    caf::scoped_actor self{sys};
    auto pending
      = self->request(monitor, caf::infinite, breaker_wish{"nowhere", x});
    run();
    pending.receive(
      [](caf::ok_atom) {},
      [&](const caf::error& e) { failed = e == caf::sec::invalid_argument; });
    return failed;
  };
  EXPECT_TRUE(answer(breaker_rule::normal));
  EXPECT_FALSE(answer(breaker_rule::held_open)) << "it holds for what comes";
  EXPECT_FALSE(answer(breaker_rule::normal));
}

} // namespace

} // namespace ballast
