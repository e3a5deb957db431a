// One connection of the server: reads a request, has it answered, carries the
// answer out, and starts anew.
//
//   waiting ──▶ head ──▶ body ──▶ working ──▶ answering ──▶ waiting
//                 │        │                      │
//                 └─refuse─┴──────────────────────┴──▶ draining ──▶ closed
//
// Inside net/ only; lives on one event loop.
#pragma once

#include "net/event_loop.hpp"
#include "net/http_server.hpp"
#include "net/request_head.hpp"
#include "net/server_socket.hpp"
#include "net/socket_stream.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>

namespace ballast::net {

class server_session;

/// The open sessions of one loop.
struct session_set {
  std::set<std::shared_ptr<server_session>> sessions;
  std::set<std::shared_ptr<server_socket>> sockets;
};

/// What all sessions of a server share; outlives them.
struct server_shared {
  server_options opts;
  request_handler handle;
  socket_opener open_socket;     ///< May be empty.
  std::atomic<unsigned> open{0}; ///< Connections, over all loops.
};

class server_session : public std::enable_shared_from_this<server_session> {
public:
  /// @param tls Null for plain HTTP.
  server_session(std::shared_ptr<event_loop> loop, socket_stream::socket_type x,
                 boost::asio::ssl::context* tls, server_shared& shared,
                 session_set& home);
  server_session(const server_session&) = delete;
  server_session& operator=(const server_session&) = delete;
  ~server_session();

  void start();
  /// Carries out `x`, the answer to the request numbered `request`.
  void reply_with(answer x, std::uint64_t request);
  /// Closes without a word.
  void close();

private:
  enum class phase {
    handshake,
    waiting,
    head,
    body,
    working,
    answering,
    hanging,
    draining,
    closed,
  };
  using error = boost::system::error_code;
  using parser_type
    = boost::beast::http::request_parser<boost::beast::http::string_body>;

  // Reading a request.
  void next_request();
  void read();
  void on_read(const error& ec, std::size_t size);
  void take_input();
  bool take_head();
  void take_body();
  void refuse(unsigned status);
  void dispatch();
  bool wants_socket() const;
  void open_socket();

  // Carrying out an answer.
  void carry_out();
  void compose(std::size_t body_sent);
  void pack_body();
  void write(void (server_session::*then)());
  void finish_answer();
  void trickle();
  void write_trickled();
  void reset();
  void drain();

  void arm(std::chrono::nanoseconds time, void (server_session::*then)());

  std::shared_ptr<event_loop> loop_;
  std::unique_ptr<socket_stream> stream_; ///< Null once a WebSocket has it.
  server_shared& shared_;
  session_set& home_;
  boost::asio::steady_timer timer_;
  std::uint64_t timer_turn_ = 0; ///< Tells the armed timer from stale ones.
  phase phase_ = phase::handshake;
  boost::beast::flat_buffer buffer_;
  head_scanner scanner_;
  std::optional<parser_type> parser_;
  std::size_t wire_bytes_ = 0; ///< Of this request, or drained.
  std::uint64_t request_ = 0;  ///< Number of the request being answered.
  bool keeps_alive_ = false;
  bool head_only_ = false;
  bool takes_gzip_ = false;
  answer answer_;
  std::string out_;
  std::size_t trickled_ = 0; ///< Bytes of the body.
};

} // namespace ballast::net
