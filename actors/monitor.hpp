// The MONITOR: keeps what the others push, says once at start who can do what,
// and then at intervals whether anything trades and, if not, why.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "actors/status_board.hpp"
#include "domain/time.hpp"

#include <caf/actor_system.hpp>

#include <memory>
#include <string>
#include <vector>

namespace ballast {

struct monitor_options {
  std::string node = "solo";
  std::string mode;
  std::string version;
  /// Venues and accounts that have no broker, each with its reason.
  std::vector<broker_status> absent;
  std::size_t brokers = 0; ///< That will report.
  /// Why nothing can trade whatever the venues say; empty when something can.
  std::string cannot_trade;
  bool warn_single_exchange = true;
  duration heartbeat = std::chrono::seconds{30};
  /// The startup table is printed after this long even if a broker still
  /// connects.
  duration table_after = std::chrono::seconds{10};
  std::shared_ptr<status_board> board;
  std::shared_ptr<const calendar> wall;
  log_sink log;
};

monitor_actor spawn_monitor(caf::actor_system& system, monitor_options options);

} // namespace ballast
