// A BROKER on a stage: governor, scheduler and ledger that only remember, and a
// transport that the test answers by hand.
#pragma once

#include "actors/broker.hpp"
#include "tests/actors/neighbours.hpp"
#include "tests/support/actor_test.hpp"

#include <caf/send.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::test {

using namespace std::chrono_literals;

/// Keeps calls until the test answers them.
class hand_transport : public net::transport {
public:
  struct waiting {
    net::call call;
    net::handler then;
  };
  void send(net::call what, net::deadlines, net::handler then) override {
    calls.push_back({std::move(what), std::move(then)});
  }
  void warm(const std::string&, unsigned) override {}

  bool answer(const std::string& part, net::outcome with) {
    const auto i = std::find_if(calls.begin(), calls.end(), [&](auto& x) {
      return x.call.target.find(part) != std::string::npos;
    });
    if (i == calls.end())
      return false;
    auto then = std::move(i->then);
    calls.erase(i);
    then(std::move(with));
    return true;
  }
  std::vector<waiting> calls;
};

/// Remembers what a broker tells the governor.
struct at_governor {
  std::vector<permit_demand> demands;
  std::vector<permit_id> returned;
  std::vector<request_outcome> outcomes;
};

struct at_scheduler {
  std::vector<broker_status> states;
  std::vector<market_list> lists;
  std::vector<batch_sent> sent;
  std::vector<batch_done> done;
  std::vector<stream_cover> covers;
  std::vector<ticker_list> prices;
  std::vector<quote_list> quotes;
};

class broker_stage : public actor_test {
protected:
  broker_stage() {
    governor = sys.spawn([heard = governed](rate_governor_actor::pointer)
                           -> rate_governor_actor::behavior_type {
      return {
        [](const wiring&) {},
        [](drain_atom) {},
        [](caf::close_atom) {},
        [](caf::tick_atom) {},
        [heard](const permit_demand& x) { heard->demands.push_back(x); },
        [heard](const permit_return& x) {
          heard->returned.insert(heard->returned.end(), x.permits.begin(),
                                 x.permits.end());
        },
        [heard](const request_outcome& x) { heard->outcomes.push_back(x); },
        [](wake_atom, std::uint64_t) {},
        [](retry_atom) {},
      };
    });
    scheduler = sys.spawn([heard = scheduled](scheduler_actor::pointer)
                            -> scheduler_actor::behavior_type {
      return {
        [](const wiring&) {},
        [](drain_atom) {},
        [](caf::close_atom) {},
        [](caf::tick_atom) {},
        [heard](const broker_status& x) { heard->states.push_back(x); },
        [heard](const market_list& x) { heard->lists.push_back(x); },
        [heard](const batch_sent& x) { heard->sent.push_back(x); },
        [heard](const batch_done& x) { heard->done.push_back(x); },
        [heard](const stream_cover& x) { heard->covers.push_back(x); },
        [heard](const ticker_list& x) { heard->prices.push_back(x); },
        [heard](const quote_list& x) { heard->quotes.push_back(x); },
        [](const held_markets&) {},
        [](const venue_health&) {},
        [](const why_question&) { return why_part{}; },
        [](wake_atom, std::uint64_t) {},
      };
    });
  }

  ~broker_stage() override {
    caf::anon_send(broker, caf::close_atom_v);
    advance(2s);
  }

  /// Starts the broker with these options; transport, calendar and log are the
  /// stage's.
  void start(broker_options options) {
    options.transport = transport;
    options.wall = wall;
    options.log = log();
    broker = spawn_broker(sys, std::move(options));
    wire();
  }

  void wire() {
    wiring all;
    all.governor = caf::actor_cast<caf::actor>(governor);
    all.scheduler = caf::actor_cast<caf::actor>(scheduler);
    all.ledger = caf::actor_cast<caf::actor>(ledger);
    all.brokers = {caf::actor_cast<caf::actor>(broker)};
    caf::anon_send(broker, all);
    run();
  }

  /// A permit for the newest wish of a lane that wants something.
  permit_id grant(lane which) {
    const auto i
      = std::find_if(governed->demands.rbegin(), governed->demands.rend(),
                     [which](const permit_demand& x) {
                       return x.wish.lane == which && x.wish.count > 0;
                     });
    EXPECT_NE(i, governed->demands.rend());
    permit_grant x;
    x.permits = {{++last_permit, i->wish.id, 250ms, now()}};
    caf::anon_send(broker, x);
    run();
    return last_permit;
  }

  void reply(const std::string& part, const std::string& body,
             unsigned status = 200) {
    EXPECT_TRUE(transport->answer(part, net::reply{status, {}, body})) << part;
    run();
  }

  /// Whether the newest wish that spends from a budget wants something.
  bool wants(const std::string& budget) const {
    const auto i
      = std::find_if(governed->demands.rbegin(), governed->demands.rend(),
                     [&](const permit_demand& x) {
                       return x.wish.spends.front().budget == budget;
                     });
    return i != governed->demands.rend() && i->wish.count > 0;
  }
  /// A permit for every wish there ever was.
  void grant_to_all() {
    std::map<demand_id, std::uint32_t> all;
    for (const auto& x : governed->demands)
      ++all[x.wish.id];
    permit_grant x;
    for (const auto& [id, times] : all)
      x.permits.push_back({++last_permit, id, 250ms, now()});
    caf::anon_send(broker, x);
    run();
  }

  std::shared_ptr<hand_transport> transport
    = std::make_shared<hand_transport>();
  std::shared_ptr<fixed_calendar> wall = std::make_shared<fixed_calendar>();
  std::shared_ptr<at_governor> governed = std::make_shared<at_governor>();
  std::shared_ptr<at_scheduler> scheduled = std::make_shared<at_scheduler>();
  std::shared_ptr<ledger_memory> memory = std::make_shared<ledger_memory>();
  ledger_actor ledger = fake_ledger(sys, memory);
  rate_governor_actor governor;
  scheduler_actor scheduler;
  broker_actor broker;
  permit_id last_permit = 0;
};

} // namespace ballast::test
