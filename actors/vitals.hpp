// Every actor's pulse: how much it has done and how much waits for it.
#pragma once

#include "actors/interfaces.hpp"

#include <cstdint>
#include <string>
#include <utility>

namespace ballast {

/// What the states of all members have in common. `Self` is the actor's
/// pointer; the state may send through it.
template <class Self>
class member {
public:
  member(Self self, std::string kind) : self_{self}, kind_{std::move(kind)} {}

  /// The actor's own name, when there are several of its kind.
  void call_it(std::string name) { name_ = std::move(name); }

  /// Counts one handled message.
  void count() noexcept { ++handled_; }

  void wire(const wiring& x) {
    monitor_ = caf::actor_cast<monitor_actor>(x.monitor);
  }

  template <class T>
  void tell_monitor(T what) {
    if (monitor_)
      self_->send(monitor_, std::move(what));
  }

  /// Tells the MONITOR how it is and asks to be woken in a second.
  void beat() {
    tell_monitor(actor_vitals{name_.empty() ? kind_ : name_, kind_,
                              self_->mailbox().size(), handled_});
    self_->delayed_send(self_, std::chrono::seconds{1}, caf::tick_atom_v);
  }

  /// Drops handles, so that two actors that know each other can both end.
  void unwire() { monitor_ = nullptr; }

private:
  Self self_;
  std::string kind_;
  std::string name_;
  std::uint64_t handled_ = 0;
  monitor_actor monitor_;
};

} // namespace ballast
