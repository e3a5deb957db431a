// One WebSocket of the server: what the peer says goes to its user, and what
// the user has to say is asked for after each message and a few times a second.
//
// Inside net/ only; lives on one event loop.
#pragma once

#include "net/http_server.hpp"
#include "net/websocket_stream.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>

#include <cstddef>
#include <deque>
#include <functional>
#include <memory>
#include <string>

namespace ballast::net {

class server_socket : public std::enable_shared_from_this<server_socket> {
public:
  using request = boost::beast::http::request<boost::beast::http::string_body>;

  /// @param over called once, when the socket is closed.
  server_socket(
    boost::asio::io_context& loop, std::unique_ptr<socket_stream> stream,
    std::unique_ptr<socket_user> user, const server_options& opts,
    std::function<void(const std::shared_ptr<server_socket>&)> over);

  /// Agrees to the peer's request.
  void accept(const request& x);
  /// Closes without a word.
  void close();

private:
  using error = boost::system::error_code;

  void read();
  void on_read(const error& ec);
  void ask_user();
  void wait();
  void write();

  std::unique_ptr<socket_stream> stream_;
  std::unique_ptr<socket_user> user_;
  std::chrono::nanoseconds poll_;
  std::function<void(const std::shared_ptr<server_socket>&)> over_;
  websocket_stream socket_;
  boost::asio::steady_timer timer_;
  boost::beast::flat_buffer buffer_;
  std::deque<std::string> to_send_; ///< The first is on its way.
  std::size_t bytes_to_send_ = 0;
  bool says_goodbye_ = false;
  bool is_closed_ = false;
};

} // namespace ballast::net
