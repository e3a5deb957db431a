// One connection of a client, carrying one call at a time.
//
//   connecting ──▶ idle ◀──▶ busy
//        │           │         │
//        └───────────┴────┬────┘
//                         ▼
//                      closed
//
// A read is always under way: while idle it notices at once that the server
// has closed, and when a call is sent it is already waiting for the reply.
//
// Inside net/ only; lives on one event loop.
#pragma once

#include "net/dialer.hpp"
#include "net/pending_call.hpp"
#include "net/response_reader.hpp"
#include "net/socket_stream.hpp"
#include "net/url.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

namespace ballast::net {

class client_connection;

/// What a connection tells the pool that owns it; outlives the connection's
/// use. Called last in whatever the connection does.
class connection_owner {
public:
  virtual void opened(client_connection& x) = 0; ///< It is idle now.
  virtual void open_failed(client_connection& x, failure why) = 0;
  virtual void replied(client_connection& x) = 0; ///< And is idle again.
  virtual void closed(client_connection& x) = 0;  ///< After it was open.
  virtual void idled(client_connection& x) = 0; ///< For the longest idle time.

protected:
  ~connection_owner() = default;
};

struct connection_options {
  std::chrono::nanoseconds connect = std::chrono::seconds{5};
  std::chrono::nanoseconds idle = std::chrono::seconds{55};
  response_caps caps;
  std::string user_agent;
};

class client_connection
    : public std::enable_shared_from_this<client_connection> {
public:
  client_connection(boost::asio::io_context& loop, const url& where,
                    boost::asio::ssl::context* tls,
                    const connection_options& opts, connection_owner& owner);

  /// Finds, connects and, with TLS, verifies the server; ends in opened() or
  /// open_failed().
  void open();
  /// Whether the server has closed it, or speaks unasked, though nothing has
  /// told so yet. @pre It is idle.
  bool is_stale();
  /// Sends one call. @pre It is idle.
  void send(pending_call_pointer x);
  /// Starts the idle time again. @pre It is idle.
  void stay_idle();
  /// Closes and tells nobody. A call under way ends as stopped.
  void stop();

private:
  enum class state { connecting, idle, busy, closed };
  static constexpr auto never = std::chrono::steady_clock::time_point::max();
  using tcp = boost::asio::ip::tcp;
  using error = boost::system::error_code;

  void become_idle();
  void fail_open(failure::kind what, const std::string& text);

  void write();
  void read();
  void on_read(const error& ec, std::size_t size);
  void feed();
  void on_stream_end(const error& ec);
  void complete();
  void fail_call(failure::kind what, const std::string& text);

  void arm(std::chrono::steady_clock::time_point when);
  void arm_for(std::chrono::nanoseconds time);
  void on_timer();
  void close();

  url where_;
  const connection_options& opts_;
  connection_owner& owner_;
  socket_stream stream_;
  std::shared_ptr<dialer> dialer_;
  boost::asio::steady_timer timer_;
  std::uint64_t timer_turn_ = 0; ///< Tells the armed timer from stale ones.
  /// The timer may ring before its time: each call has three deadlines, and
  /// setting a timer costs more than letting it find that it was put off.
  std::chrono::steady_clock::time_point due_;
  std::chrono::steady_clock::time_point armed_at_ = never;
  state state_ = state::connecting;
  boost::beast::flat_buffer buffer_;
  pending_call_pointer call_;
  std::string request_;
  bool written_ = false;
  bool first_byte_ = false;
  std::optional<response_reader> reader_;
};

} // namespace ballast::net
