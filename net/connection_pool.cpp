#include "net/connection_pool.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

namespace ballast::net {

namespace {

using steady = std::chrono::steady_clock;

failure late() {
  return {failure::kind::not_ready, false, "no connection was ready in time"};
}

/// The timer that ends waiting calls may itself be late; a permit is never.
bool in_time(const pending_call& x) { return steady::now() < x.ready_by; }

} // namespace

connection_pool::connection_pool(boost::asio::io_context& loop, url where,
                                 boost::asio::ssl::context* tls,
                                 const pool_options& opts)
    : loop_{loop}, where_{std::move(where)}, tls_{tls}, opts_{opts},
      ready_timer_{loop}, reopen_timer_{loop} {}

void connection_pool::submit(pending_call_pointer x) {
  if (stopped_)
    return x->finish(
      failure{failure::kind::stopped, false, "the transport was stopped"});
  drop_stale();
  if (idle_.empty()) {
    waiting_.push_back(std::move(x));
    open_for_waiting();
    return arm_ready_timer();
  }
  if (!in_time(*x))
    return x->finish(late());
  auto& connection = *idle_.back();
  idle_.pop_back();
  connection.send(std::move(x));
}

void connection_pool::warm(unsigned connections) {
  warm_ = std::min(connections, opts_.max_connections);
  reopen_warm();
}

void connection_pool::stop() {
  stopped_ = true;
  ++ready_turn_;
  ready_timer_.cancel();
  reopen_timer_.cancel();
  for (const auto& x : std::exchange(waiting_, {}))
    x->finish(
      failure{failure::kind::stopped, false, "the transport was stopped"});
  idle_.clear();
  for (const auto& x : std::exchange(connections_, {}))
    x->stop();
}

// -- what connections tell ----------------------------------------------------

void connection_pool::opened(client_connection& x) {
  if (!x.is_stale()) {
    --connecting_;
    return serve(x);
  }
  // Not merely closed: a waiting call would open the next at once, for ever.
  x.stop();
  open_failed(x, {failure::kind::refused, false,
                  where_.authority() + " closes connections at once"});
}

void connection_pool::open_failed(client_connection& x, failure why) {
  --connecting_;
  forget(x);
  if (waiting_.empty()) {
    // Several connects fail as one: the last of them speaks for all.
    if (connecting_ == 0)
      spdlog::warn("{}", why.text);
  } else {
    // The call that has waited longest learns why; the others have connects
    // of their own.
    const auto first = std::move(waiting_.front());
    waiting_.pop_front();
    first->finish(std::move(why));
  }
  open_for_waiting();
  reopen_warm();
}

void connection_pool::replied(client_connection& x) {
  reopen_round_ = 0;
  // Where no call waits for it, the read under way tells of its end in time.
  if (waiting_.empty() || !x.is_stale())
    return serve(x);
  x.stop();
  closed(x);
}

void connection_pool::closed(client_connection& x) {
  forget(x);
  open_for_waiting();
  reopen_warm();
}

void connection_pool::idled(client_connection& x) {
  if (stands_open()) {
    reopen_round_ = 0;
    return x.stay_idle();
  }
  x.stop();
  forget(x);
}

// -- calls --------------------------------------------------------------------

/// Gives an idle connection to the first waiting call that is still in time.
void connection_pool::serve(client_connection& x) {
  while (!stopped_ && !waiting_.empty()) {
    auto first = std::move(waiting_.front());
    waiting_.pop_front();
    if (in_time(*first))
      return x.send(std::move(first));
    first->finish(late());
  }
  if (!stopped_)
    idle_.push_back(&x);
}

void connection_pool::arm_ready_timer() {
  if (waiting_.empty())
    return;
  auto next = steady::time_point::max();
  for (const auto& x : waiting_)
    next = std::min(next, x->ready_by);
  ready_timer_.expires_at(next);
  ready_timer_.async_wait([this, turn = ++ready_turn_](const auto& ec) {
    if (!ec && turn == ready_turn_)
      on_ready_timer();
  });
}

void connection_pool::on_ready_timer() {
  const auto now = steady::now();
  std::list<pending_call_pointer> expired;
  for (auto i = waiting_.begin(); i != waiting_.end();) {
    const auto next = std::next(i);
    if ((*i)->ready_by <= now)
      expired.splice(expired.end(), waiting_, i);
    i = next;
  }
  for (const auto& x : expired)
    x->finish(late());
  arm_ready_timer();
}

// -- connections --------------------------------------------------------------

void connection_pool::open() {
  auto x = std::make_shared<client_connection>(loop_, where_, tls_,
                                               opts_.connection, *this);
  connections_.push_back(x);
  ++connecting_;
  x->open();
}

void connection_pool::open_for_waiting() {
  while (!stopped_ && connecting_ < waiting_.size()
         && connections_.size() < opts_.max_connections)
    open();
}

/// Whether the warm connections are wanted as they stand, none to spare.
bool connection_pool::stands_open() const {
  return connections_.size() <= warm_;
}

/// Opens what is missing: at once the first time, and then, as long as no
/// reply proves the server well, after ever longer pauses.
void connection_pool::reopen_warm() {
  if (stopped_ || reopen_pending_ || connections_.size() >= warm_)
    return;
  reopen_pending_ = true;
  std::chrono::nanoseconds pause{0};
  if (reopen_round_ > 0)
    pause = std::min(opts_.reopen_max,
                     opts_.reopen_min * (1 << std::min(reopen_round_ - 1, 9U)));
  ++reopen_round_;
  reopen_timer_.expires_after(pause);
  reopen_timer_.async_wait([this](const auto& ec) {
    if (ec)
      return;
    reopen_pending_ = false;
    while (!stopped_ && connections_.size() < warm_)
      open();
  });
}

/// Leaves a connection fit for use last among the idle ones, or none.
void connection_pool::drop_stale() {
  while (!idle_.empty() && idle_.back()->is_stale()) {
    auto& x = *idle_.back();
    x.stop();
    forget(x);
  }
  reopen_warm();
}

void connection_pool::forget(client_connection& x) {
  std::erase(idle_, &x);
  std::erase_if(connections_, [&](const auto& y) { return y.get() == &x; });
}

} // namespace ballast::net
