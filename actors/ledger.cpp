#include "actors/ledger.hpp"

#include "actors/vitals.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <utility>

namespace ballast {

namespace {

struct ledger_state;
using ledger_pointer = ledger_actor::stateful_pointer<ledger_state>;

caf::error to_error(const fault& x) {
  return caf::make_error(caf::sec::runtime_error, x.text);
}

struct ledger_state {
  static inline const char* name = "ledger";

  explicit ledger_state(ledger_pointer x) : self{x}, common{x, "ledger"} {}

  ledger_state& turn() noexcept {
    common.count();
    return *this;
  }

  caf::result<caf::ok_atom> save(const save_budgets& x) {
    if (auto saved = options.store->save_budgets(x.owner, x.state); !saved)
      return to_error(saved.error());
    return caf::ok_atom_v;
  }

  caf::result<stored_budgets> load(const load_budgets& x) {
    auto loaded = options.store->load_budgets(x.owner);
    if (!loaded)
      return to_error(loaded.error());
    if (!*loaded)
      return stored_budgets{};
    return stored_budgets{true, std::move(**loaded)};
  }

  caf::result<caf::ok_atom> raise(const raise_nonce& x) {
    if (auto raised = options.store->raise_nonce(x.key, x.mark); !raised)
      return to_error(raised.error());
    return caf::ok_atom_v;
  }

  ledger_pointer self;
  member<ledger_pointer> common;
  ledger_options options;
};

ledger_actor::behavior_type ledger(ledger_pointer self,
                                   ledger_options options) {
  self->state.options = std::move(options);
  self->state.common.beat();
  return {
    [self](const wiring& x) { self->state.turn().common.wire(x); },
    [self](drain_atom) { self->state.turn(); },
    [self](caf::close_atom) { self->quit(); },
    [self](caf::tick_atom) { self->state.turn().common.beat(); },
    [self](const save_budgets& x) { return self->state.turn().save(x); },
    [self](const load_budgets& x) { return self->state.turn().load(x); },
    [self](const raise_nonce& x) { return self->state.turn().raise(x); },
  };
}

} // namespace

ledger_actor spawn_ledger(caf::actor_system& system, ledger_options options) {
  if (options.own_thread)
    return system.spawn<caf::detached>(ledger, std::move(options));
  return system.spawn(ledger, std::move(options));
}

} // namespace ballast
