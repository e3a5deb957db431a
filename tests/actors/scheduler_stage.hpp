// A SCHEDULER on a stage: a broker and a health monitor that only remember, and
// a venue with seven markets to scan.
#pragma once

#include "actors/scheduler.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/send.hpp>

#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::test {

using namespace std::chrono_literals;

class scheduler_stage : public actor_test {
protected:
  void start(duration delay = {}) {
    options.delay = delay;
    options.log = log();
    scheduler = spawn_scheduler(sys, options);
    wiring x;
    x.scheduler = caf::actor_cast<caf::actor>(scheduler);
    x.health = caf::actor_cast<caf::actor>(health);
    caf::anon_send(scheduler, x);
    connect(broker);
    market_list list{"kestrel", "master", {}, costs};
    for (const auto* base : {"A", "B", "C", "D", "E", "F", "G"})
      list.markets.push_back(listed(base));
    list.markets.push_back(listed("H"));
    list.markets.back().state = market_state::halted;
    list.markets.push_back(listed("A"));
    list.markets.back().symbol.quote = "USDC";
    list.markets.back().venue_symbol = "A-USDC";
    list.markets.back().mirror_of = "A-USD";
    caf::anon_send(scheduler, list);
    run();
  }
  ~scheduler_stage() override {
    caf::anon_send(scheduler, caf::close_atom_v);
    advance(10s);
  }

  void connect(const broker_actor& who,
               broker_phase phase = broker_phase::connected) {
    broker_status x;
    x.venue = "kestrel";
    x.account = "master";
    x.phase = phase;
    x.scan_spends = {{"kestrel.public", 1}};
    caf::send_as(who, scheduler, x);
    run();
  }

  static market listed(const std::string& base) {
    market x;
    x.symbol = {base, "USD"};
    x.venue_symbol = base + "-USD";
    return x;
  }

  void sent(const scan_batch& x) {
    caf::anon_send(scheduler, batch_sent{x.id, x.venue});
    run();
  }
  void done(const scan_batch& x, outcome_kind how = outcome_kind::ok) {
    batch_done end{x.id, x.venue, {}};
    for (const auto& market : x.markets)
      end.results.push_back({market, how});
    caf::anon_send(scheduler, end);
    run();
  }
  void tell_health(int batch_size, std::vector<std::string> open = {}) {
    venue_health x;
    x.venue = "kestrel";
    x.account = "master";
    x.batch_size = batch_size;
    x.open_scopes = std::move(open);
    caf::anon_send(scheduler, x);
    run();
  }
  std::vector<scan_batch>& batches() { return heard->batches; }
  /// Prices of these alone, as good as they can be, for the newest wish.
  void price(const std::vector<std::string>& lively) {
    ticker_list list{heard->price_wishes.back().id, "kestrel", 1, {}};
    for (const auto& base : lively) {
      ticker x;
      x.symbol = {base, "USD"};
      x.last = x.bid = x.ask = decimal::whole(1);
      x.volume_quote = 1e6;
      list.tickers.push_back(x);
    }
    caf::anon_send(scheduler, list);
    run();
  }

  std::shared_ptr<heard_by_broker> heard = std::make_shared<heard_by_broker>();
  std::shared_ptr<heard_by_health> at_health
    = std::make_shared<heard_by_health>();
  broker_actor broker = fake_broker(sys, heard);
  health_monitor_actor health = fake_health_monitor(sys, at_health);
  scheduler_actor scheduler;
  scheduler_options options;
  scan_costs costs;
};

} // namespace ballast::test
