// The seam for WebSockets, beside transport.hpp for calls.
//
// Two implementations: Beast (net/wss_transport.hpp) and in memory, driven by a
// virtual clock (sim/memory_sockets.hpp). Nothing here opens a socket anew or
// sends a message twice: pace, silence and renewal are the caller's rules.
#pragma once

#include "net/transport.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <variant>

namespace ballast::net {

/// Names one socket of one transport, never used twice; 0 is none.
using socket_id = std::uint64_t;

struct socket_options {
  /// "wss://host[:port]/path?query"; ws:// for loopback hosts alone.
  std::string url;
  /// From opening until the server has agreed.
  std::chrono::nanoseconds opening = std::chrono::seconds{10};
  /// Longest message taken; a longer one ends the socket.
  std::size_t message_max = 8UL * 1024 * 1024;
};

/// The server has agreed: from now on messages go both ways.
struct socket_opened {};
/// A whole message, text or binary.
struct socket_message {
  std::string text;
};
/// A ping or pong of the protocol itself: the socket lives.
struct socket_sign_of_life {};
/// The end, always the last event; also of a socket that never opened.
struct socket_closed {
  failure why;
  unsigned code = 0; ///< The server's close code, RFC 6455; 0: none.
  /// The server's status where it answered the opening with one; else 0.
  unsigned status = 0;
};

using socket_event = std::variant<socket_opened, socket_message,
                                  socket_sign_of_life, socket_closed>;

/// Called in order, on a thread of the transport's: posts a message and
/// returns.
using socket_handler = std::function<void(socket_event)>;

class socket_transport {
public:
  virtual ~socket_transport() = default;
  /// Events come until socket_closed, which comes exactly once.
  virtual socket_id open(socket_options what, socket_handler then) = 0;
  /// Sends one text message, after all that were given before. To a socket
  /// that is closed, or not open yet, it is dropped.
  virtual void say(socket_id to, std::string text) = 0;
  /// Says goodbye and ends; socket_closed follows, of kind `stopped`.
  virtual void close(socket_id which) = 0;
};

} // namespace ballast::net
