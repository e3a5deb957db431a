// One WebSocket of a client.
//
//   dialling ──▶ agreeing ──▶ open ──▶ closing ──▶ closed
//       └───────────┴──────────┴──────────────────▶ closed
//
// Inside net/ only; lives on one event loop.
#pragma once

#include "net/dialer.hpp"
#include "net/socket_transport.hpp"
#include "net/websocket_stream.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>

#include <cstddef>
#include <deque>
#include <memory>
#include <string>

namespace ballast::net {

/// Where a socket goes.
struct socket_address {
  url where;
  std::string target; ///< Path and query, at least "/".
};

/// Reads "wss://host[:port]/path?query" or ws://.
/// @returns nothing for anything else.
std::optional<socket_address> parse_socket_url(std::string_view text);

class client_socket : public std::enable_shared_from_this<client_socket> {
public:
  /// @param tls Null for ws://.
  client_socket(boost::asio::io_context& loop, socket_address where,
                boost::asio::ssl::context* tls, const socket_options& opts,
                std::string user_agent, socket_handler then);

  void open();
  void say(std::string text);
  /// Says goodbye; ends at once where there is nobody to say it to.
  void close();
  /// Ends without a word.
  void stop();

private:
  enum class state { dialling, agreeing, open, closing, closed };
  using error = boost::system::error_code;

  void agree();
  void agreed(const error& ec);
  void read();
  void on_read(const error& ec);
  void write();
  void on_write(const error& ec);
  void arm(std::chrono::nanoseconds time);
  void finish(failure::kind what, const std::string& text);

  socket_address where_;
  std::string user_agent_;
  socket_handler then_;
  std::chrono::nanoseconds opening_;
  socket_stream stream_;
  websocket_stream socket_;
  std::shared_ptr<dialer> dialer_;
  boost::asio::steady_timer timer_;
  state state_ = state::dialling;
  boost::beast::websocket::response_type response_;
  boost::beast::flat_buffer buffer_;
  std::deque<std::string> to_send_; ///< The first is on its way.
  std::size_t bytes_to_send_ = 0;
};

} // namespace ballast::net
