// The governor's promise to those who want out, with everything between a
// broker and its permit: mailboxes, timers and the store that must take a mark
// first. tests/venues/exit_lane_test.cpp has the budgets alone.
#include "actors/rate_governor.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"
#include "tests/support/exit_load.hpp"

#include <caf/event_based_actor.hpp>
#include <caf/send.hpp>

#include <string>
#include <utility>

namespace ballast {

using namespace test;

namespace {

using namespace std::chrono_literals;

constexpr auto first_id = demand_id{1} << 32U;
constexpr auto cancel_id = first_id | 9U;

/// A ledger that takes its time, as a disk does.
caf::behavior slow_ledger(caf::event_based_actor* self) {
  return {
    [self](const save_budgets&) -> caf::result<caf::ok_atom> {
      auto promise = self->make_response_promise<caf::ok_atom>();
      self->delayed_send(self, 4ms, wake_atom_v, std::uint64_t{0});
      self->become(caf::keep_behavior,
                   [self, promise](wake_atom, std::uint64_t) mutable {
                     promise.deliver(caf::ok_atom_v);
                     self->unbecome();
                   });
      return promise;
    },
    [](const load_budgets&) { return stored_budgets{}; },
  };
}

class ExitLaneOfTheGovernor
    : public actor_test,
      public testing::WithParamInterface<std::string_view> {
protected:
  /// Everything is saturated first, for as long as bursts last.
  void begin() {
    rate_governor_options options;
    options.budgets = load.budgets;
    options.scanners = {{std::string{GetParam()},
                         load.limits.spends_of(venues::question::candles)}};
    options.exits = {load.cancel};
    options.wall = wall;
    options.log = log();
    governor = spawn_rate_governor(sys, options);
    asker = sys.spawn(
      [this](caf::event_based_actor* self) { return answering(self); });
    ledger = sys.spawn(slow_ledger);
    wiring all;
    all.governor = caf::actor_cast<caf::actor>(governor);
    all.ledger = ledger;
    all.brokers = {asker};
    caf::anon_send(governor, all);
    for (const auto& x : load.flood(first_id | 1U))
      post(x);
    advance(2min);
  }

  /// A broker that answers each permit a round trip later.
  caf::behavior answering(caf::event_based_actor* self) {
    return {
      [this, self](const permit_grant& x) {
        for (const auto& permit : x.permits)
          use(self, permit);
      },
      [this, self](const request_outcome& x) { self->send(governor, x); },
    };
  }

  void use(caf::event_based_actor* self, const granted_permit& permit) {
    request_outcome end;
    end.venue = GetParam();
    end.account = "master";
    end.permit = permit.id;
    const auto way
      = 60ms + duration{static_cast<std::int64_t>(random.below(80'000'000))};
    self->delayed_send(self, way, end);
    if (permit.demand != cancel_id || asked.empty())
      return;
    waits.push_back(now() - asked.front());
    asked.erase(asked.begin());
  }

  void post(const permit_wish& x) {
    caf::send_as(asker, governor, permit_demand{std::string{GetParam()}, x});
  }

  void cancel_for(duration how_long) {
    for (const auto end = now() + how_long; now() < end;) {
      asked.push_back(now());
      post({cancel_id, "master", lane::exit, load.cancel,
            static_cast<std::uint32_t>(asked.size())});
      advance(load.next_cancel(random));
    }
  }

  void end() {
    caf::anon_send_exit(governor, caf::exit_reason::kill);
    caf::anon_send_exit(asker, caf::exit_reason::kill);
    caf::anon_send_exit(ledger, caf::exit_reason::kill);
    run();
  }

  exit_load load{GetParam()};
  std::shared_ptr<fixed_calendar> wall = std::make_shared<fixed_calendar>();
  random_source random{7};
  rate_governor_actor governor;
  caf::actor asker;
  caf::actor ledger;
  std::vector<time_point> asked;
  std::vector<duration> waits; ///< Of each cancel for its permit.
};

} // namespace

TEST_P(ExitLaneOfTheGovernor, GivesACancelItsPermitWithinFiftyMilliseconds) {
  begin();
  cancel_for(30 * load.between_cancels());
  end();
  ASSERT_GE(waits.size(), 15U);
  EXPECT_LT(quantile(waits, 0.99), 50ms);
  EXPECT_LE(asked.size(), 1U);
}

INSTANTIATE_TEST_SUITE_P(Each, ExitLaneOfTheGovernor,
                         testing::ValuesIn(five_venues),
                         [](const auto& x) { return std::string{x.param}; });

} // namespace ballast
