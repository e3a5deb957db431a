#include "actors/rate_governor.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/scoped_actor.hpp>
#include <caf/send.hpp>

#include <algorithm>

namespace ballast {

namespace {

using namespace std::chrono_literals;

limit_row ten_a_second() {
  limit_row result;
  result.id = "kestrel.public";
  result.venue = "kestrel";
  result.kind = limit_kind::token_bucket;
  result.units = 10;
  result.window = 1s;
  result.burst = 10;
  result.hold = 1s;
  return result;
}

limit_row thousand_an_hour() {
  auto result = ten_a_second();
  result.id = "kestrel.hourly";
  result.kind = limit_kind::sliding_window;
  result.units = 1000;
  result.window = 1h;
  return result;
}

class RateGovernor : public test::actor_test {
protected:
  rate_governor_actor start(bool fresh, bool replaces = false) {
    rate_governor_options options;
    options.replaces = replaces;
    options.budgets = {{"kestrel.public", ten_a_second(), false},
                       {"kestrel.hourly", thousand_an_hour(), false}};
    options.scanners = {{"kestrel", {{"kestrel.public", 1}}}};
    options.fresh = fresh;
    options.wall = wall;
    options.log = log();
    auto result = spawn_rate_governor(sys, options);
    caf::anon_send(result, neighbours(result));
    return result;
  }

  wiring neighbours(const rate_governor_actor& governor) {
    wiring result;
    result.governor = caf::actor_cast<caf::actor>(governor);
    result.health = caf::actor_cast<caf::actor>(health);
    result.ledger = caf::actor_cast<caf::actor>(ledger);
    result.brokers = {caf::actor_cast<caf::actor>(broker)};
    return result;
  }

  void wish(const rate_governor_actor& to, std::uint32_t count,
            std::vector<spend> spends = {{"kestrel.public", 1}},
            lane where = lane::scan) {
    // As from the broker, whose handle the permits go back to.
    caf::send_as(broker, to,
                 permit_demand{"kestrel",
                               {(1ULL << 32U) | 1, "master", where,
                                std::move(spends), count}});
  }

  request_outcome answered(permit_id id, outcome_kind kind) {
    request_outcome result;
    result.venue = "kestrel";
    result.account = "master";
    result.scope = "kestrel.public";
    result.permit = id;
    result.kind = kind;
    return result;
  }

  permit_demand wish_of(std::uint32_t owner, std::uint32_t number) {
    return {"kestrel",
            {(std::uint64_t{owner} << 32U) | number,
             "user_" + std::to_string(owner),
             lane::scan,
             {{"kestrel.public", 1}},
             1}};
  }

  void end_with(const rate_governor_actor& governor) {
    caf::anon_send(governor, caf::close_atom_v);
    advance(2s);
  }

  std::shared_ptr<test::fixed_calendar> wall
    = std::make_shared<test::fixed_calendar>();
  std::shared_ptr<test::heard_by_broker> at_broker
    = std::make_shared<test::heard_by_broker>();
  std::shared_ptr<test::heard_by_health> at_health
    = std::make_shared<test::heard_by_health>();
  std::shared_ptr<test::ledger_memory> memory
    = std::make_shared<test::ledger_memory>();
  broker_actor broker = test::fake_broker(sys, at_broker);
  health_monitor_actor health = test::fake_health_monitor(sys, at_health);
  ledger_actor ledger = test::fake_ledger(sys, memory);
};

TEST_F(RateGovernor, LetsABrokerThatFloodsItKeepNobodyElseWaiting) {
  const auto governor = start(true);
  const auto at_flooder = std::make_shared<test::heard_by_broker>();
  const auto flooder = test::fake_broker(sys, at_flooder);
  auto all = neighbours(governor);
  all.brokers.push_back(caf::actor_cast<caf::actor>(flooder));
  caf::anon_send(governor, all);
  for (std::uint32_t i = 1; i <= 5000; ++i)
    caf::send_as(flooder, governor, wish_of(2, i));
  caf::send_as(broker, governor, wish_of(1, 1));
  run();
  // The bucket is spent; of the next permits every second is the other's.
  ASSERT_EQ(at_flooder->permits.size(), 10U);
  for (std::size_t i = 0; i < 4; ++i)
    caf::anon_send(governor,
                   answered(at_flooder->permits[i].id, outcome_kind::ok));
  advance(200ms);
  EXPECT_EQ(at_broker->permits.size(), 1U);
  EXPECT_EQ(std::count_if(lines.begin(), lines.end(),
                          [](const auto& x) {
                            return x.find("is refused") != std::string::npos;
                          }),
            1);
  end_with(governor);
}

TEST_F(RateGovernor, PushesWhatIsProvedAndTheRestWhenItIs) {
  const auto governor = start(true);
  wish(governor, 15);
  run();
  EXPECT_EQ(at_broker->permits.size(), 10U);
  // Unanswered permits hold their place, however long it takes.
  advance(5s);
  EXPECT_EQ(at_broker->permits.size(), 10U);
  for (std::size_t i = 0; i < 10; ++i)
    caf::anon_send(governor,
                   answered(at_broker->permits[i].id, outcome_kind::ok));
  advance(99ms);
  EXPECT_EQ(at_broker->permits.size(), 10U);
  advance(1ms);
  EXPECT_EQ(at_broker->permits.size(), 11U);
  advance(400ms);
  EXPECT_EQ(at_broker->permits.size(), 15U);
  EXPECT_EQ(at_health->outcomes.size(), 10U);
  end_with(governor);
}

TEST_F(RateGovernor, RefundsWhatSurelyNeverLeft) {
  const auto governor = start(true);
  wish(governor, 20);
  run();
  ASSERT_EQ(at_broker->permits.size(), 10U);
  permit_return unused;
  unused.permits = {at_broker->permits[0].id, at_broker->permits[1].id};
  caf::anon_send(governor, unused);
  auto unsent = answered(at_broker->permits[2].id, outcome_kind::own_network);
  unsent.byte_left = false;
  caf::anon_send(governor, unsent);
  run();
  EXPECT_EQ(at_broker->permits.size(), 13U);
  end_with(governor);
}

TEST_F(RateGovernor, GrantsNothingBeforeTheLedgerHasSpoken) {
  memory->fails = true;
  const auto governor = start(false);
  wish(governor, 5);
  advance(3s);
  EXPECT_TRUE(at_broker->permits.empty());
  EXPECT_TRUE(logged("cannot be read"));
  memory->fails = false;
  advance(10s);
  EXPECT_EQ(at_broker->permits.size(), 5U);
  end_with(governor);
}

TEST_F(RateGovernor, CountsAFirstStartAsSpent) {
  const auto governor = start(false);
  wish(governor, 10);
  run();
  EXPECT_TRUE(at_broker->permits.empty());
  advance(3s);
  EXPECT_EQ(at_broker->permits.size(), 10U);
  EXPECT_TRUE(logged("first start"));
  end_with(governor);
}

TEST_F(RateGovernor, LeavesACleanStateAndNeverBeforeItsEnd) {
  const auto governor = start(false);
  advance(1s);
  ASSERT_TRUE(memory->state.there);
  EXPECT_FALSE(memory->state.state.clean);
  end_with(governor);
  EXPECT_TRUE(memory->state.state.clean);
}

TEST_F(RateGovernor, StoresTheMarkBeforePermitsBeyondItLeave) {
  const auto governor = start(false);
  advance(3s);
  const auto spends
    = std::vector<spend>{{"kestrel.public", 1}, {"kestrel.hourly", 1}};
  // Scans would be spread over the hour.
  wish(governor, 200, spends, lane::account);
  std::size_t answered_so_far = 0;
  for (int i = 0; i < 200; ++i) {
    advance(100ms);
    for (; answered_so_far < at_broker->permits.size(); ++answered_so_far)
      caf::anon_send(governor, answered(at_broker->permits[answered_so_far].id,
                                        outcome_kind::ok));
  }
  EXPECT_GT(at_broker->permits.size(), 100U);
  EXPECT_GT(memory->saves, 5U);
  // A full disk: what the last mark covers, and then nothing more.
  memory->fails = true;
  advance(5s);
  const auto before = at_broker->permits.size();
  for (; answered_so_far < before; ++answered_so_far)
    caf::anon_send(governor, answered(at_broker->permits[answered_so_far].id,
                                      outcome_kind::ok));
  // Answered at once, so that only the mark can stop them.
  for (int i = 0; i < 200; ++i) {
    wish(governor, 200, spends, lane::account);
    advance(100ms);
    for (; answered_so_far < at_broker->permits.size(); ++answered_so_far)
      caf::anon_send(governor, answered(at_broker->permits[answered_so_far].id,
                                        outcome_kind::ok));
  }
  EXPECT_LE(at_broker->permits.size() - before, 10U);
  EXPECT_TRUE(logged("cannot be written"));
  memory->fails = false;
  end_with(governor);
}

TEST_F(RateGovernor, FaultE1_HoldsAfterA429AndTellsHealthWhatItWas) {
  const auto governor = start(true);
  wish(governor, 30);
  run();
  ASSERT_EQ(at_broker->permits.size(), 10U);
  for (std::size_t i = 0; i < 9; ++i)
    caf::anon_send(governor,
                   answered(at_broker->permits[i].id, outcome_kind::ok));
  auto throttled = answered(at_broker->permits[9].id, outcome_kind::throttled);
  throttled.limits.retry_after = 7s;
  caf::anon_send(governor, throttled);
  advance(6900ms);
  EXPECT_EQ(at_broker->permits.size(), 10U);
  advance(2s);
  EXPECT_GT(at_broker->permits.size(), 10U);
  ASSERT_EQ(at_health->outcomes.size(), 10U);
  EXPECT_FALSE(at_health->outcomes.back().in_spite_of_hold);
  EXPECT_TRUE(logged("holding 7.0s"));
  // The first answer after the hold is a 429 again: that counts.
  caf::anon_send(governor,
                 answered(at_broker->permits[10].id, outcome_kind::throttled));
  run();
  EXPECT_TRUE(at_health->outcomes.back().in_spite_of_hold);
  end_with(governor);
}

TEST_F(RateGovernor, FaultP11_WaitsForWhatItsPredecessorGranted) {
  const auto governor = start(false, true);
  for (int i = 0; i < 29; ++i) {
    wish(governor, 5);
    advance(1s);
  }
  EXPECT_TRUE(at_broker->permits.empty());
  advance(5s);
  EXPECT_EQ(at_broker->permits.size(), 5U);
  end_with(governor);
}

TEST_F(RateGovernor, FaultE3_RemembersABanAcrossARestart) {
  const auto first = start(false);
  advance(3s);
  wish(first, 1);
  run();
  ASSERT_EQ(at_broker->permits.size(), 1U);
  auto ban = answered(at_broker->permits[0].id, outcome_kind::banned);
  ban.limits.retry_after = 100s;
  caf::anon_send(first, ban);
  advance(1s);
  // Killed, not stopped: what was stored at once is all there is.
  EXPECT_FALSE(memory->state.state.clean);
  caf::anon_send_exit(first, caf::exit_reason::kill);
  run();
  wall->value += 1s;
  const auto second = start(false);
  wish(second, 1);
  for (int i = 0; i < 100; ++i) {
    advance(1s);
    wall->value += 1s;
    ASSERT_EQ(at_broker->permits.size(), 1U) << "after " << i << " s";
  }
  advance(15s);
  EXPECT_EQ(at_broker->permits.size(), 2U);
  end_with(second);
}

TEST_F(RateGovernor, ForgetsTheWishesOfABrokerThatIsGone) {
  const auto governor = start(true);
  wish(governor, 30);
  run();
  auto without = neighbours(governor);
  without.brokers.clear();
  caf::anon_send(governor, without);
  for (const auto& x : at_broker->permits)
    caf::anon_send(governor, answered(x.id, outcome_kind::ok));
  const auto before = at_broker->permits.size();
  advance(5s);
  EXPECT_EQ(at_broker->permits.size(), before);
  end_with(governor);
}

} // namespace

} // namespace ballast
