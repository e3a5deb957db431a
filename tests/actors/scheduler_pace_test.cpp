// Two venues that list the same markets. What others leave of a limit shows in
// the scheduler's own scans, and decides who scans.
#include "actors/scheduler.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/send.hpp>

#include <map>
#include <memory>
#include <string>

namespace ballast {

namespace {

using namespace std::chrono_literals;

class SchedulerPace : public test::actor_test {
protected:
  /// A venue whose scans are permitted so many a second.
  struct venue {
    std::shared_ptr<test::heard_by_broker> heard
      = std::make_shared<test::heard_by_broker>();
    broker_actor broker;
    double pace = 10;
    std::size_t answered = 0;        ///< Batches.
    std::optional<time_point> begun; ///< The batch that is being sent.

    std::size_t scans() const { return heard->wishes.back().markets.size(); }
  };

  SchedulerPace() {
    scheduler_options options;
    options.log = log();
    scheduler = spawn_scheduler(sys, options);
    wiring x;
    x.scheduler = caf::actor_cast<caf::actor>(scheduler);
    caf::anon_send(scheduler, x);
    for (const auto* name : {"kestrel", "merlin"})
      connect(name);
  }
  ~SchedulerPace() override {
    caf::anon_send(scheduler, caf::close_atom_v);
    advance(1s);
  }

  void connect(const std::string& name) {
    auto& x = venues[name];
    x.broker = test::fake_broker(sys, x.heard);
    broker_status status;
    status.venue = name;
    status.account = "master";
    status.phase = broker_phase::connected;
    status.scan_spends = {{name + ".public", 1}};
    status.scans_per_s = 10.0;
    caf::send_as(x.broker, scheduler, status);
    market_list list{name, "master", {}};
    for (int i = 0; i < 300; ++i) {
      market one;
      one.symbol = {"M" + std::to_string(i), "USD"};
      one.venue_symbol = one.symbol.to_string();
      list.markets.push_back(one);
    }
    caf::anon_send(scheduler, list);
    run();
  }

  /// Permits come as the pace of each venue says, answers at once.
  void scan(duration how_long) {
    const auto end = now() + how_long;
    while (now() < end) {
      for (auto& [name, x] : venues)
        answer(x);
      advance(100ms);
    }
  }

  void answer(venue& x) {
    if (x.answered == x.heard->batches.size())
      return;
    const auto batch = x.heard->batches[x.answered];
    if (!x.begun)
      x.begun = now();
    const auto took = std::chrono::duration<double>{
      static_cast<double>(batch.markets.size()) / x.pace};
    if (now() - *x.begun < took)
      return;
    x.begun.reset();
    ++x.answered;
    caf::anon_send(scheduler, batch_sent{batch.id, batch.venue});
    batch_done end{batch.id, batch.venue, {}};
    for (const auto& market : batch.markets)
      end.results.push_back({market, outcome_kind::ok});
    caf::anon_send(scheduler, end);
    run();
  }

  std::map<std::string, venue> venues;
  scheduler_actor scheduler;
};

} // namespace

TEST_F(SchedulerPace, HandsMarketsToWhoHasRoomOnceOthersSpendTheLimit) {
  scan(30s);
  // Half, as level as is worth a move: kestrel was there first.
  const auto before = venues["kestrel"].scans();
  ASSERT_NEAR(static_cast<double>(before), 150, 10);
  venues["kestrel"].pace = 1;
  scan(3min);
  EXPECT_TRUE(logged("of 10.00 scans a second are left"));
  EXPECT_LE(venues["kestrel"].scans(), before / 5) << "four fifths have gone";
  EXPECT_EQ(venues["kestrel"].scans() + venues["merlin"].scans(), 300U);

  venues["kestrel"].pace = 10;
  scan(5min);
  EXPECT_TRUE(logged("all of 10.00 scans a second are there again"));
  EXPECT_GT(venues["kestrel"].scans(), 120U);
}

TEST_F(SchedulerPace, BelievesTheLimitWhileNothingElseIsKnown) {
  scan(10s);
  const auto before = venues["kestrel"].scans();
  scan(5min);
  EXPECT_EQ(venues["kestrel"].scans(), before);
  EXPECT_FALSE(logged("scans a second are left"));
}

} // namespace ballast
