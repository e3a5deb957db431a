#include "net/https_transport.hpp"

#include "net/client_tls.hpp"
#include "net/connection_pool.hpp"
#include "net/event_loop.hpp"
#include "net/request_text.hpp"

#include <algorithm>
#include <map>
#include <mutex>
#include <optional>
#include <utility>
#include <vector>

namespace ballast::net {

namespace {

pool_options pool_options_of(const https_transport_options& x) {
  pool_options result;
  result.max_connections = x.max_connections;
  result.reopen_min = x.reopen_min;
  result.reopen_max = x.reopen_max;
  result.connection.connect = x.connect;
  result.connection.idle = x.idle;
  result.connection.caps = {x.header_max, x.body_max};
  result.connection.user_agent = x.user_agent;
  return result;
}

std::optional<failure> base_fault(const std::optional<url>& where) {
  if (!where)
    return failure{failure::kind::refused, false,
                   "the base is not an http:// or https:// URL of a host"};
  if (!where->secure && !is_loopback(where->host))
    return failure{failure::kind::refused, false,
                   "plain http is for loopback hosts only, not for "
                     + where->host};
  return std::nullopt;
}

/// `start` plus `time`, never past what the clock can hold.
pending_call::time_point after(pending_call::time_point start,
                               std::chrono::nanoseconds time) {
  return time > pending_call::time_point::max() - start
           ? pending_call::time_point::max()
           : start + time;
}

} // namespace

class https_transport::implementation {
public:
  explicit implementation(const https_transport_options& opts)
      : tls_{loopback_authority(opts.loopback_ca_file, opts.loopback_ca_pem)},
        pool_opts_{pool_options_of(opts)}, own_loops_{!opts.where} {
    if (opts.where)
      loops_.push_back(opts.where->events());
    for (unsigned i = 0; own_loops_ && i < std::max(opts.threads, 1U); ++i)
      loops_.push_back(std::make_shared<event_loop>());
  }

  void send(pending_call_pointer x) {
    auto failed = try_send(x);
    if (failed)
      x->finish(std::move(*failed));
  }

  void warm(const std::string& base, unsigned connections) {
    const std::scoped_lock guard{mutex_};
    const auto where = parse_url(base);
    if (stopped_ || base_fault(where))
      return;
    const auto& at = home_of(base, *where);
    at.loop->post(
      [pool = at.pool.get(), connections] { pool->warm(connections); });
  }

  void stop() {
    const std::scoped_lock one_at_a_time{stop_mutex_};
    {
      const std::scoped_lock guard{mutex_};
      stopped_ = true;
    }
    // No pool is made any more.
    for (const auto& loop : loops_) {
      loop->settle([this, at = loop.get()] {
        for (const auto& [base, x] : homes_)
          if (x.loop == at)
            x.pool->stop();
      });
      if (own_loops_)
        loop->end();
    }
  }

private:
  /// Where a base lives: its pool is touched on that loop's thread alone.
  struct home {
    event_loop* loop = nullptr;
    std::unique_ptr<connection_pool> pool;
  };

  /// @returns the failure to report at once, `x` left; else `x` is taken.
  std::optional<failure> try_send(pending_call_pointer& x) {
    const std::scoped_lock guard{mutex_};
    if (stopped_)
      return failure{failure::kind::stopped, false,
                     "the transport was stopped"};
    const auto where = parse_url(x->what.base);
    auto fault = base_fault(where);
    if (const auto text = call_fault(x->what); !fault && text)
      fault = failure{failure::kind::refused, false,
                      "the call cannot be sent: " + *text};
    if (fault) {
      loops_.front()->post(
        [call = std::move(x), why = std::move(*fault)] { call->finish(why); });
      return std::nullopt;
    }
    const auto& at = home_of(x->what.base, *where);
    at.loop->post([pool = at.pool.get(), call = std::move(x)]() mutable {
      pool->submit(std::move(call));
    });
    return std::nullopt;
  }

  home& home_of(const std::string& base, const url& where) {
    const auto found = homes_.find(base);
    if (found != homes_.end())
      return found->second;
    auto& loop = *loops_[homes_.size() % loops_.size()];
    auto pool = std::make_unique<connection_pool>(
      loop.context(), where, tls_.context_for(where), pool_opts_);
    return homes_.emplace(base, home{&loop, std::move(pool)}).first->second;
  }

  client_tls tls_;
  pool_options pool_opts_;
  const bool own_loops_;
  std::mutex mutex_;
  bool stopped_ = false;
  std::mutex stop_mutex_;
  std::vector<std::shared_ptr<event_loop>> loops_;
  std::map<std::string, home> homes_;
};

https_transport::https_transport(https_transport_options opts)
    : implementation_{std::make_unique<implementation>(opts)} {}

https_transport::~https_transport() { stop(); }

void https_transport::send(call what, deadlines when, handler then) {
  // Deadlines start here, however long the thread takes to pick the call up.
  const auto now = std::chrono::steady_clock::now();
  auto x = std::make_unique<pending_call>();
  x->what = std::move(what);
  x->ready_by = after(now, when.ready);
  x->first_byte_by = after(now, when.first_byte);
  x->done_by = after(now, when.total);
  x->then = std::move(then);
  implementation_->send(std::move(x));
}

void https_transport::warm(const std::string& base, unsigned connections) {
  implementation_->warm(base, connections);
}

void https_transport::stop() { implementation_->stop(); }

} // namespace ballast::net
