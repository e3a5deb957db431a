// CAF's scheduler on one loop: actors take their turns, their timers ring and
// their sockets speak on the same thread (docs/decisions/0025).
//
//   another thread ──▶ inbox ─┐
//   an actor, a socket ───────┴──▶ jobs ──▶ a turn: a millisecond of them,
//   the clock, when due ──────────▶ ┘       then sockets, then the next turn
//
// CAF's own schedulers have a thread for timers and wake a worker for each
// message to an idle actor. Here a scan, which is a dozen messages, wakes the
// thread when its permit is due and when its reply comes.
#pragma once

#include "net/loop.hpp"

#include <caf/actor_system.hpp>
#include <caf/detail/simple_actor_clock.hpp>
#include <caf/detail/type_list.hpp>
#include <caf/execution_unit.hpp>
#include <caf/resumable.hpp>
#include <caf/scheduler/abstract_coordinator.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

namespace ballast::apps {

/// CAF's clock, which any thread may set and one thread lets ring.
class loop_clock final : public caf::detail::simple_actor_clock {
public:
  using base = caf::detail::simple_actor_clock;

  /// @param sooner called, on any thread, after something was set.
  explicit loop_clock(std::function<void()> sooner);

  /// When something is due next.
  std::optional<time_point> next() const;
  /// Lets everything ring that is due.
  void ring();

  void set_ordinary_timeout(time_point t, caf::abstract_actor* self,
                            caf::atom_value type, std::uint64_t id) override;
  void set_multi_timeout(time_point t, caf::abstract_actor* self,
                         caf::atom_value type, std::uint64_t id) override;
  void set_request_timeout(time_point t, caf::abstract_actor* self,
                           caf::message_id id) override;
  void cancel_ordinary_timeout(caf::abstract_actor* self,
                               caf::atom_value type) override;
  void cancel_request_timeout(caf::abstract_actor* self,
                              caf::message_id id) override;
  void cancel_timeouts(caf::abstract_actor* self) override;
  void schedule_message(time_point t, caf::strong_actor_ptr receiver,
                        caf::mailbox_element_ptr content) override;
  void schedule_message(time_point t, caf::group target,
                        caf::strong_actor_ptr sender,
                        caf::message content) override;
  void cancel_all() override;

private:
  /// The next that is due, out of the schedule; null when nothing is.
  unique_delayed_event_ptr take_due(time_point now);

  std::function<void()> sooner_;
  mutable std::mutex mutex_; ///< Of the schedule, never held while ringing.
};

class loop_coordinator final : public caf::scheduler::abstract_coordinator {
public:
  loop_coordinator(caf::actor_system& system, std::shared_ptr<net::loop> where);

  /// What system_config::load() calls: the loop is the configuration's.
  static caf::actor_system::module* make(caf::actor_system& system,
                                         caf::detail::type_list<>);

  void enqueue(caf::resumable* what) override;
  caf::actor_clock& clock() noexcept override { return clock_; }

protected:
  void stop() override;

private:
  /// What an actor that has its turn hands its jobs to.
  struct unit final : caf::execution_unit {
    explicit unit(loop_coordinator& x)
        : caf::execution_unit{&x.system()}, owner{x} {}
    void exec_later(caf::resumable* what) override {
      owner.jobs_.push_back(what);
    }
    loop_coordinator& owner;
  };

  void turn();
  void run_next();
  void take_inbox();
  void ask_for_turn();
  void set_alarm();
  void clock_was_set();

  std::shared_ptr<net::loop> loop_;
  loop_clock clock_;
  unit unit_;
  net::alarm alarm_;
  std::mutex mutex_;
  std::vector<caf::resumable*> inbox_; ///< From other threads.
  bool stopped_ = false;

  // Touched on the loop's thread alone.
  std::deque<caf::resumable*> jobs_;
  bool in_turn_ = false;
  bool turn_asked_ = false;
  std::optional<caf::actor_clock::time_point> alarm_at_;
};

} // namespace ballast::apps
