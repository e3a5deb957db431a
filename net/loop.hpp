// One thread on which things happen in turn: what sockets tell, what timers
// tell and what is handed to it. Transports may share one with whoever uses
// them, so that nothing on the way of a reply waits for another thread to wake.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace ballast::net {

class event_loop;

class loop {
public:
  /// Starts the thread.
  loop();
  loop(const loop&) = delete;
  loop& operator=(const loop&) = delete;
  /// Runs what was posted, then ends the thread.
  /// @pre Not on the loop's own thread, and nobody's transport still uses it.
  ~loop();

  /// Whether the caller runs on the loop's thread.
  bool is_here() const;

  /// Runs `what` on the loop's thread, soon, after what was posted before.
  /// Callable from any thread.
  void post(std::function<void()> what);

  /// Runs `what` on the loop's thread and returns when also that is done which
  /// `what` and everything before it posted.
  /// @pre Not on the loop's own thread.
  void settle(std::function<void()> what);

  /// For the insides of net/.
  const std::shared_ptr<event_loop>& events() const { return events_; }

private:
  std::shared_ptr<event_loop> events_;
};

/// Calls its owner back on a loop's thread when a moment has come.
class alarm {
public:
  using time_point = std::chrono::steady_clock::time_point;

  /// @param ring called on the loop's thread; not after the alarm is gone.
  alarm(loop& where, std::function<void()> ring);
  alarm(const alarm&) = delete;
  alarm& operator=(const alarm&) = delete;
  /// @pre On the loop's thread, or after off() was called there.
  ~alarm();

  /// Rings once, at `when` and not at what was said before.
  /// @pre On the loop's thread.
  void at(time_point when);
  /// Does not ring any more. @pre On the loop's thread.
  void off();

private:
  struct implementation;
  std::shared_ptr<implementation> implementation_;
};

} // namespace ballast::net
