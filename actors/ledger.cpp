#include "actors/ledger.hpp"

#include "actors/vitals.hpp"

#include <caf/stateful_actor.hpp>
#include <caf/typed_event_based_actor.hpp>

#include <iterator>
#include <utility>
#include <vector>

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

  /// Waits until all has been taken that has come by now: one flush of the disk
  /// for all of it.
  caf::result<caf::ok_atom> append(append_entries&& x) {
    if (!options.journal)
      return caf::make_error(caf::sec::runtime_error,
                             std::string{"this node keeps no journal"});
    std::move(x.entries.begin(), x.entries.end(), std::back_inserter(entries));
    if (waiting.empty())
      self->send(self, commit_atom_v);
    waiting.push_back(self->make_response_promise<caf::ok_atom>());
    return waiting.back();
  }

  void commit() {
    if (!options.journal)
      return;
    auto all = std::exchange(waiting, {});
    const auto written = options.journal->append(std::exchange(entries, {}));
    if (!written && !std::exchange(is_broken, true))
      options.log(log_level::error, "ledger",
                  "ALERT: " + written.error().text
                    + "; nothing new is ordered until the node starts again");
    for (auto& x : all)
      if (written)
        x.deliver(caf::ok_atom_v);
      else
        x.deliver(to_error(written.error()));
  }

  caf::result<stored_entries> load(const load_entries& x) {
    if (!options.journal)
      return caf::make_error(caf::sec::runtime_error,
                             std::string{"this node keeps no journal"});
    commit(); // What was taken is part of it.
    auto found = stored_entries{options.journal->identity(), {}};
    const auto read
      = options.journal->read([&](const journal_entry& entry) -> result<done> {
          if (entry.account == x.account)
            found.entries.push_back(entry);
          return done{};
        });
    if (!read)
      return to_error(read.error());
    return found;
  }

  ledger_pointer self;
  member<ledger_pointer> common;
  ledger_options options;
  std::vector<journal_entry> entries; ///< Taken, and not written yet.
  std::vector<caf::typed_response_promise<caf::ok_atom>> waiting;
  bool is_broken = false; ///< As the log has said.
};

ledger_actor::behavior_type ledger(ledger_pointer self,
                                   ledger_options options) {
  self->state.options = std::move(options);
  self->state.common.beat();
  return {
    [self](const wiring& x) { self->state.turn().common.wire(x); },
    [self](drain_atom) { self->state.turn(); },
    [self](caf::close_atom) {
      self->state.commit();
      self->quit();
    },
    [self](caf::tick_atom) { self->state.turn().common.beat(); },
    [self](const save_budgets& x) { return self->state.turn().save(x); },
    [self](const load_budgets& x) { return self->state.turn().load(x); },
    [self](const raise_nonce& x) { return self->state.turn().raise(x); },
    [self](append_entries& x) {
      return self->state.turn().append(std::move(x));
    },
    [self](const load_entries& x) { return self->state.turn().load(x); },
    [self](commit_atom) { self->state.turn().commit(); },
  };
}

} // namespace

ledger_actor spawn_ledger(caf::actor_system& system, ledger_options options) {
  if (options.own_thread)
    return system.spawn<caf::detached>(ledger, std::move(options));
  return system.spawn(ledger, std::move(options));
}

} // namespace ballast
