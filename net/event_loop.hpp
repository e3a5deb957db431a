// One thread that runs what is handed to it, in order. Whatever belongs to a
// loop is touched by its thread alone and so needs no lock.
//
// Inside net/ only: users of net never see Boost.
#pragma once

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>

#include <future>
#include <mutex>
#include <thread>
#include <utility>

namespace ballast::net {

class event_loop {
public:
  event_loop() : thread_{[this] { context_.run(); }} {}
  event_loop(const event_loop&) = delete;
  event_loop& operator=(const event_loop&) = delete;
  /// @pre Not on the loop's own thread.
  ~event_loop() {
    finish([] {});
    join();
  }

  boost::asio::io_context& context() { return context_; }

  /// Runs `what` on the loop's thread, soon. Callable from any thread.
  /// @returns false, with `what` dropped, once the loop has been finished.
  template <class Function>
  bool post(Function&& what) {
    const std::scoped_lock guard{mutex_};
    if (finished_)
      return false;
    boost::asio::post(context_, std::forward<Function>(what));
    return true;
  }

  bool is_here() const { return std::this_thread::get_id() == id_; }

  /// Runs `what` after all that was posted before and returns when also that
  /// has run which was posted by then: operations that `what` has cancelled
  /// have told so. Does nothing once the loop has been finished.
  /// @pre Not on the loop's own thread.
  template <class Function>
  void settle(Function&& what) {
    auto done = std::promise<void>{};
    const auto posted
      = post([this, &done, act = std::forward<Function>(what)]() mutable {
          act();
          boost::asio::post(context_, [&done] { done.set_value(); });
        });
    if (posted)
      done.get_future().wait();
  }

  /// Runs `last` after all that was posted before and takes nothing more; the
  /// thread ends when no operation is left. Only the first call counts.
  template <class Function>
  void finish(Function&& last) {
    const std::scoped_lock guard{mutex_};
    if (std::exchange(finished_, true))
      return;
    boost::asio::post(context_, std::forward<Function>(last));
    work_.reset();
  }

  /// Ends the thread though operations be left: nothing ends a DNS look-up.
  /// @pre Not on the loop's own thread.
  void end() {
    finish([this] { context_.stop(); });
    join();
  }

  /// Waits for the thread to end.
  /// @pre finish() was called, and not on the loop's own thread.
  void join() {
    const std::scoped_lock guard{join_mutex_};
    if (thread_.joinable())
      thread_.join();
  }

private:
  // A hint of 1: one thread runs the loop, others only post to it.
  boost::asio::io_context context_{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type>
    work_{context_.get_executor()};
  std::mutex mutex_;
  bool finished_ = false;
  std::mutex join_mutex_;
  std::thread thread_; ///< Behind all that it uses.
  const std::thread::id id_{thread_.get_id()};
};

} // namespace ballast::net
