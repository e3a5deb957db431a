// A node out of its parts: the one place where actors get to know what they
// work on. The program and the virtual runs call the same function.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "actors/paper_desk.hpp"
#include "actors/status_board.hpp"
#include "config/settings.hpp"
#include "domain/risk_rules.hpp"
#include "domain/strategy.hpp"
#include "domain/time.hpp"
#include "net/loop.hpp"
#include "net/socket_transport.hpp"
#include "net/transport.hpp"
#include "store/journal.hpp"
#include "store/state_store.hpp"
#include "venues/adapter.hpp"

#include <caf/actor_system.hpp>
#include <caf/actor_system_config.hpp>

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast::apps {

/// One venue and account that gets a broker.
struct broker_seat {
  std::shared_ptr<venues::adapter> adapter; ///< Ready to sign.
  std::string key_id; ///< See key_fingerprint(): names its nonce mark.
  bool refuse_withdrawal = false; ///< See broker_options.
  bool may_stream = true;         ///< Where scan.streams is set.
};

/// How one account trades.
struct account_plan {
  std::string account; ///< "master"
  std::shared_ptr<const strategy> how;
  risk_rules risk = {};
  std::string follows = {}; ///< Whose decisions it takes over; empty: none.
  /// Entries are halted soon after the start, for this reason; empty: they are
  /// not.
  std::string halted_at_start = {};
};

struct node_parts {
  std::string mode; ///< "demo", "paper", "live"
  std::vector<broker_seat> seats;
  /// Venues and accounts without a broker, each with its reason.
  std::vector<broker_status> absent;
  std::string cannot_trade; ///< See monitor_options.
  config::scan_settings scan;
  config::breaker_settings breaker;
  bool warn_single_exchange = true;
  std::shared_ptr<net::transport> transport;
  /// Used where scan.streams is set; may be absent.
  std::shared_ptr<net::socket_transport> sockets;
  std::shared_ptr<const calendar> wall;
  std::shared_ptr<store::state_store> store;
  /// Orders are placed where there is one.
  std::shared_ptr<store::journal> journal;
  /// Present on paper: what each account starts with at each venue.
  std::optional<paper_terms> paper = {};
  /// One a portfolio; those without a seat order nothing.
  std::vector<account_plan> accounts;
  /// Simulated exchanges of the same process start fresh; see
  /// rate_governor_options.
  bool fresh = false;
  /// Off in virtual time, where one thread does everything.
  bool ledger_thread = true;
  std::uint64_t seed = 0;
  std::shared_ptr<status_board> board;
  log_sink log;
  /// Sees every actor but the supervisor when it starts; may be empty.
  std::function<void(const caf::actor&)> on_spawn;
};

/// Message types, and the loop on which actors take their turns; without one
/// (null), a scheduler is the caller's to choose.
class system_config : public caf::actor_system_config {
public:
  explicit system_config(std::shared_ptr<net::loop> where);

  std::shared_ptr<net::loop> where;
};

/// Takes each key's nonce mark from the store, so that no nonce of an earlier
/// life is used again. Before the node starts.
/// @returns what the store says when it cannot be read.
result<done> take_nonce_marks(node_parts& parts);

/// Spawns the supervisor, which spawns the rest.
supervisor_actor start_node(caf::actor_system& system, const node_parts& parts);

} // namespace ballast::apps
