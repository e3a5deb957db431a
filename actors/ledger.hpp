// The LEDGER: what must survive a restart, durable before it is confirmed.
#pragma once

#include "actors/interfaces.hpp"
#include "actors/log.hpp"
#include "store/journal.hpp"
#include "store/state_store.hpp"

#include <caf/actor_system.hpp>

#include <memory>

namespace ballast {

struct ledger_options {
  std::shared_ptr<store::state_store> store;
  /// Absent where nothing is ever ordered.
  std::shared_ptr<store::journal> journal;
  /// SQLite blocks while the disk does, so the ledger has a thread of its own;
  /// not in virtual time, where there is only one.
  bool own_thread = true;
  log_sink log;
};

ledger_actor spawn_ledger(caf::actor_system& system, ledger_options options);

} // namespace ballast
