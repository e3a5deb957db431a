// The connections to one base: calls wait here for one that is idle, and warm
// ones are kept open.
//
//   call ──▶ idle connection? ── yes ──▶ sent at once
//                 │ no
//                 ▼
//            waiting (until its `ready`) ◀── opened or replied connection
//
// Each waiting call has a connect of its own under way, as far as the cap
// allows. Inside net/ only; lives on one event loop.
#pragma once

#include "net/client_connection.hpp"

#include <cstdint>
#include <list>

namespace ballast::net {

struct pool_options {
  unsigned max_connections = 64;
  std::chrono::nanoseconds reopen_min = std::chrono::milliseconds{100};
  std::chrono::nanoseconds reopen_max = std::chrono::seconds{5};
  connection_options connection;
};

class connection_pool final : public connection_owner {
public:
  /// @param tls Null for plain HTTP. It, `loop` and `opts` outlive the pool.
  connection_pool(boost::asio::io_context& loop, url where,
                  boost::asio::ssl::context* tls, const pool_options& opts);

  void submit(pending_call_pointer x);
  /// Keeps at least `connections` open, busy ones included.
  void warm(unsigned connections);
  /// Ends every call as stopped and closes every connection.
  void stop();

private:
  void opened(client_connection& x) override;
  void open_failed(client_connection& x, failure why) override;
  void replied(client_connection& x) override;
  void closed(client_connection& x) override;
  void idled(client_connection& x) override;

  void serve(client_connection& x);
  void open();
  void open_for_waiting();
  void reopen_warm();
  void drop_stale();
  void forget(client_connection& x);
  void arm_ready_timer();
  void on_ready_timer();
  bool stands_open() const;

  boost::asio::io_context& loop_;
  url where_;
  boost::asio::ssl::context* tls_;
  const pool_options& opts_;
  std::vector<std::shared_ptr<client_connection>> connections_;
  std::vector<client_connection*> idle_; ///< Most recently used last.
  std::size_t connecting_ = 0;
  std::list<pending_call_pointer> waiting_; ///< First come first.
  boost::asio::steady_timer ready_timer_;
  boost::asio::steady_timer reopen_timer_;
  std::uint64_t ready_turn_ = 0;
  std::size_t warm_ = 0;
  unsigned reopen_round_ = 0; ///< Since a reply came, or idling did no harm.
  bool reopen_pending_ = false;
  bool stopped_ = false;
};

} // namespace ballast::net
