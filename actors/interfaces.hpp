// The map of the system: who there is and what each can be told. A newcomer
// reads this first; docs/ARCHITECTURE.md has the drawing.
#pragma once

#include "domain/chart.hpp"
#include "domain/decision.hpp"
#include "domain/exit_plan.hpp"
#include "messages/registry.hpp"
#include "net/socket_transport.hpp"
#include "net/transport.hpp"

#include <caf/typed_actor.hpp>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace ballast {

/// A transport's answer on its way to the BROKER that asked. Never leaves the
/// process, so only its id is inspected: headers and bodies reach no log.
struct transport_result {
  std::uint64_t id = 0;
  std::shared_ptr<net::outcome> outcome;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, transport_result& x) {
  return f(caf::meta::type_name("transport_result"), x.id);
}

/// What happened on a socket, on its way to the BROKER that owns it. Never
/// leaves the process, as above.
struct socket_news {
  std::uint64_t line = 0; ///< See stream_keeper.
  std::shared_ptr<net::socket_event> event;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, socket_news& x) {
  return f(caf::meta::type_name("socket_news"), x.line);
}

/// What the strategies may look at of one market, and its prices since it was
/// last told of.
struct market_news {
  std::string venue;
  ballast::market market;
  market_view view;
  std::optional<price_range> seen; ///< None where there is no usable price.
  unix_time at;                    ///< By the venue's time.
};

/// On its way from the STRATEGIST to each PORTFOLIO of the node. Never leaves
/// the process: many accounts look at the same.
struct market_moved {
  std::shared_ptr<const market_news> news;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, market_moved& x) {
  auto symbol = x.news ? x.news->market.symbol : ballast::symbol{};
  return f(caf::meta::type_name("market_moved"), symbol);
}

/// An account's decision to enter, on its way to one that follows it. Never
/// leaves the process, as above.
struct copied_decision {
  std::uint64_t id = 0; ///< Of the leader's; comes back in a copy_result.
  std::string leader;
  std::shared_ptr<const market_news> news;
  std::shared_ptr<const ballast::decision> what;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, copied_decision& x) {
  return f(caf::meta::type_name("copied_decision"), x.id, x.leader);
}

} // namespace ballast

CAF_BEGIN_TYPE_ID_BLOCK(ballast_local, caf::id_block::ballast::end)

  CAF_ADD_TYPE_ID(ballast_local, (ballast::transport_result))
  CAF_ADD_TYPE_ID(ballast_local, (ballast::socket_news))
  CAF_ADD_TYPE_ID(ballast_local, (ballast::market_moved))
  CAF_ADD_TYPE_ID(ballast_local, (ballast::copied_decision))

CAF_END_TYPE_ID_BLOCK(ballast_local)

namespace ballast {

/// What every child of the SUPERVISOR understands.
using member_actor = caf::typed_actor<
  // Who is who; again after every restart.
  caf::reacts_to<wiring>,
  // The node is going down: no new work, finish what is out.
  caf::reacts_to<drain_atom>,
  // Store, say a last word to the MONITOR, leave.
  caf::reacts_to<caf::close_atom>,
  // A second has passed.
  caf::reacts_to<caf::tick_atom>>;

/// The RATE GOVERNOR: one a node that owns a budget.
using rate_governor_actor = member_actor::extend<
  // A broker's standing wish.
  caf::reacts_to<permit_demand>,
  // Permits that were not used.
  caf::reacts_to<permit_return>,
  // How a request ended; judged and sent on to the HEALTH MONITOR.
  caf::reacts_to<request_outcome>,
  // Own timer: room may be there now. Carries the timer's generation.
  caf::reacts_to<wake_atom, std::uint64_t>,
  // Own timer: ask the LEDGER again.
  caf::reacts_to<retry_atom>>;

/// The HEALTH MONITOR: one a cluster. Scores, batch sizes, breakers.
using health_monitor_actor = member_actor::extend<
  // From the RATE GOVERNOR, with its verdict.
  caf::reacts_to<request_outcome>,
  // A cycle ended: batch warm-up counts it.
  caf::reacts_to<cycle_done>,
  // A broker came, changed or has nothing to do with us.
  caf::reacts_to<broker_status>,
  // Fails with sec::invalid_argument where there is nothing to reset.
  caf::replies_to<breaker_wish>::with<caf::ok_atom>>;

/// The SCHEDULER: one a cluster. What to scan, and who scans it.
using scheduler_actor = member_actor::extend<
  caf::reacts_to<broker_status>, caf::reacts_to<market_list>,
  caf::reacts_to<batch_sent>, caf::reacts_to<batch_done>,
  caf::reacts_to<stream_cover>, caf::reacts_to<ticker_list>,
  caf::reacts_to<quote_list>, caf::reacts_to<held_markets>,
  caf::reacts_to<venue_health>, caf::replies_to<why_question>::with<why_part>,
  // Own timer: MARKET_SCAN_DELAY is over for the venue of that index.
  caf::reacts_to<wake_atom, std::uint64_t>>;

/// A BROKER: one a venue and account.
using broker_actor = member_actor::extend<
  caf::reacts_to<scan_batch>, caf::reacts_to<permit_grant>,
  caf::reacts_to<venue_health>, caf::reacts_to<probe_request>,
  caf::reacts_to<stream_wish>, caf::reacts_to<ticker_wish>,
  caf::reacts_to<book_wish>,
  // Fails with sec::runtime_error where its book was never told.
  caf::replies_to<quote_question>::with<market_quote>,
  // The transport's callback posts this and nothing else.
  caf::reacts_to<transport_result>,
  // The same of a socket.
  caf::reacts_to<socket_news>,
  // Orders: each request gets one order_answer, each question market_facts.
  caf::reacts_to<order_request>, caf::reacts_to<market_question>,
  // Own timer: try to connect again. Carries the attempt's generation.
  caf::reacts_to<retry_atom, std::uint64_t>,
  // Own timer: an order on paper has arrived.
  caf::reacts_to<wake_atom>>;

/// The LEDGER: one a node. What must survive a restart.
using ledger_actor = member_actor::extend<
  // Answered once it is durable; ec::unavailable when it could not be.
  caf::replies_to<save_budgets>::with<caf::ok_atom>,
  caf::replies_to<load_budgets>::with<stored_budgets>,
  // Answered once it is durable.
  caf::replies_to<raise_nonce>::with<caf::ok_atom>,
  // The same: all that came together in one flush of the disk.
  caf::replies_to<append_entries>::with<caf::ok_atom>,
  caf::replies_to<load_entries>::with<stored_entries>,
  // To itself: write what has come together.
  caf::reacts_to<commit_atom>>;

/// The STRATEGIST: one a node. What the indicators say of each market.
using strategist_actor = member_actor::extend<caf::reacts_to<candle_news>>;

/// A PORTFOLIO: one an account. Decides, orders, and knows what became of it.
using portfolio_actor = member_actor::extend<
  caf::reacts_to<market_moved>, caf::reacts_to<broker_status>,
  caf::reacts_to<order_answer>, caf::reacts_to<order_news>,
  caf::reacts_to<market_facts>,
  // Answered once it is durable.
  caf::replies_to<halt_wish>::with<caf::ok_atom>,
  caf::replies_to<why_question>::with<why_part>,
  // From the account that is followed, and what came of it.
  caf::reacts_to<copied_decision>, caf::reacts_to<copy_result>,
  // Own timer: ask the LEDGER again.
  caf::reacts_to<retry_atom>>;

/// The MONITOR: one a node. Keeps what the others push, for the endpoint.
using monitor_actor = member_actor::extend<
  caf::reacts_to<broker_status>, caf::reacts_to<venue_health>,
  caf::reacts_to<permit_status>, caf::reacts_to<rotation_status>,
  caf::reacts_to<portfolio_status>, caf::reacts_to<actor_vitals>,
  caf::reacts_to<actor_life>>;

/// The SUPERVISOR: one a node. Starts, watches and restarts the others.
using supervisor_actor = caf::typed_actor<
  caf::reacts_to<caf::tick_atom>,
  // A broker has nothing out any more.
  caf::reacts_to<drained>,
  // A person's wish, passed on to the portfolios that are meant; answered once
  // it is durable for all, with sec::invalid_argument where there is none.
  caf::replies_to<halt_wish>::with<caf::ok_atom>,
  // Asked of SCHEDULER and PORTFOLIO.
  caf::replies_to<why_question>::with<why_answer>,
  // Passed on to the HEALTH MONITOR, and again to one that was restarted.
  caf::replies_to<breaker_wish>::with<caf::ok_atom>,
  // Own timer: start the child of that index again.
  caf::reacts_to<start_atom, std::uint64_t>,
  // Own timer: a child has run long enough to forget its failures. Carries
  // index and restarts.
  caf::reacts_to<caf::reset_atom, std::uint64_t, std::uint64_t>,
  // Stop the node: drain, then close. Ends the supervisor.
  caf::reacts_to<caf::close_atom>,
  // Own timer: draining or closing has taken long enough.
  caf::reacts_to<caf::timeout_atom, std::uint64_t>>;

/// Registers the types that never leave the process.
void add_local_messages(caf::actor_system_config& config);

} // namespace ballast
