// Actors that only remember what they were told: the neighbours of the one
// under test.
#pragma once

#include "actors/interfaces.hpp"

#include <caf/actor_system.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <memory>
#include <vector>

namespace ballast::test {

struct heard_by_broker {
  std::vector<scan_batch> batches;
  std::vector<stream_wish> wishes;
  std::vector<ticker_wish> price_wishes;
  std::vector<book_wish> book_wishes;
  std::vector<granted_permit> permits;
  std::vector<venue_health> health;
  std::vector<probe_request> probes;
};

inline broker_actor fake_broker(caf::actor_system& sys,
                                std::shared_ptr<heard_by_broker> heard) {
  return sys.spawn(
    [heard](broker_actor::pointer) -> broker_actor::behavior_type {
      return {
        [](const wiring&) {},
        [](drain_atom) {},
        [](caf::close_atom) {},
        [](caf::tick_atom) {},
        [heard](const scan_batch& x) { heard->batches.push_back(x); },
        [heard](const stream_wish& x) { heard->wishes.push_back(x); },
        [heard](const ticker_wish& x) { heard->price_wishes.push_back(x); },
        [heard](const book_wish& x) { heard->book_wishes.push_back(x); },
        [](const quote_question&) { return market_quote{}; },
        [](const socket_news&) {},
        [](const order_request&) {},
        [](const market_question&) {},
        [heard](const permit_grant& x) {
          heard->permits.insert(heard->permits.end(), x.permits.begin(),
                                x.permits.end());
        },
        [heard](const venue_health& x) { heard->health.push_back(x); },
        [heard](const probe_request& x) { heard->probes.push_back(x); },
        [](const transport_result&) {},
        [](retry_atom, std::uint64_t) {},
        [](wake_atom) {},
      };
    });
}

struct heard_by_health {
  std::vector<request_outcome> outcomes;
  std::vector<cycle_done> cycles;
};

inline health_monitor_actor
fake_health_monitor(caf::actor_system& sys,
                    std::shared_ptr<heard_by_health> heard) {
  return sys.spawn([heard](health_monitor_actor::pointer)
                     -> health_monitor_actor::behavior_type {
    return {
      [](const wiring&) {},
      [](drain_atom) {},
      [](caf::close_atom) {},
      [](caf::tick_atom) {},
      [heard](const request_outcome& x) { heard->outcomes.push_back(x); },
      [heard](const cycle_done& x) { heard->cycles.push_back(x); },
      [](const broker_status&) {},
      [](const breaker_wish&) { return caf::ok_atom_v; },
    };
  });
}

/// Saves and loads in memory; `fails` makes it refuse.
struct ledger_memory {
  stored_budgets state;
  std::size_t saves = 0;
  std::vector<std::uint64_t> nonces; ///< Marks, in the order of raising.
  bool fails = false;
};

inline ledger_actor fake_ledger(caf::actor_system& sys,
                                std::shared_ptr<ledger_memory> memory) {
  return sys.spawn(
    [memory](ledger_actor::pointer) -> ledger_actor::behavior_type {
      return {
        [](const wiring&) {},
        [](drain_atom) {},
        [](caf::close_atom) {},
        [](caf::tick_atom) {},
        [memory](const save_budgets& x) -> caf::result<caf::ok_atom> {
          if (memory->fails)
            return caf::make_error(caf::sec::runtime_error,
                                   std::string{"disk full"});
          ++memory->saves;
          memory->state = {true, x.state};
          return caf::ok_atom_v;
        },
        [memory](const load_budgets&) -> caf::result<stored_budgets> {
          if (memory->fails)
            return caf::make_error(caf::sec::runtime_error,
                                   std::string{"disk full"});
          return memory->state;
        },
        [memory](const raise_nonce& x) -> caf::result<caf::ok_atom> {
          if (memory->fails)
            return caf::make_error(caf::sec::runtime_error,
                                   std::string{"disk full"});
          memory->nonces.push_back(x.mark);
          return caf::ok_atom_v;
        },
        [](const append_entries&) { return caf::ok_atom_v; },
        [](const load_entries&) { return stored_entries{}; },
        [](commit_atom) {},
      };
    });
}

} // namespace ballast::test
