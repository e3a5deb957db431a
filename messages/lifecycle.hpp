// SUPERVISOR to its children: who is who, and when to leave.
//
//   supervisor ──wiring──▶ all           after every start and restart
//   supervisor ──drain───▶ all           no new work; finish what is out
//   broker ────drained──▶ supervisor     nothing is out any more
//   supervisor ──close───▶ all           store, say a last word, leave
#pragma once

#include "messages/fields.hpp"

#include <caf/actor.hpp>

#include <string>
#include <vector>

namespace ballast {

/// One of several actors of a kind, by the account that it is for.
struct account_actor {
  std::string account;
  caf::actor handle;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, account_actor& x) {
  return f(caf::meta::type_name("account_actor"), x.account, x.handle);
}

/// The handles of the node's actors. SUPERVISOR -> all. Untyped, because an
/// interface cannot name itself; receivers cast with actors/interfaces.hpp.
struct wiring {
  caf::actor governor;
  caf::actor health;
  caf::actor scheduler;
  caf::actor monitor;
  caf::actor ledger;
  caf::actor strategist;
  std::vector<caf::actor> brokers;
  std::vector<account_actor> portfolios;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, wiring& x) {
  return f(caf::meta::type_name("wiring"), x.governor, x.health, x.scheduler,
           x.monitor, x.ledger, x.strategist, x.brokers, x.portfolios);
}

/// Everything of mine has ended. BROKER -> SUPERVISOR, after drain.
struct drained {
  std::string name;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, drained& x) {
  return f(caf::meta::type_name("drained"), x.name);
}

/// Makes a state durable. RATE GOVERNOR -> LEDGER, answered once it is.
struct save_budgets {
  std::string owner;
  budgets_state state;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, save_budgets& x) {
  return f(caf::meta::type_name("save_budgets"), x.owner, x.state);
}

/// Makes durable that nonces of a key up to `mark` may have been used.
/// BROKER -> LEDGER, answered once it is.
struct raise_nonce {
  std::string key; ///< A fingerprint, never the key.
  std::uint64_t mark = 0;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, raise_nonce& x) {
  return f(caf::meta::type_name("raise_nonce"), x.key, x.mark);
}

/// Asks for the state last saved. RATE GOVERNOR -> LEDGER.
struct load_budgets {
  std::string owner;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, load_budgets& x) {
  return f(caf::meta::type_name("load_budgets"), x.owner);
}

/// The state last saved, if there is one.
struct stored_budgets {
  bool there = false;
  budgets_state state;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, stored_budgets& x) {
  return f(caf::meta::type_name("stored_budgets"), x.there, x.state);
}

} // namespace ballast
