// The seam between those who have something to say and the wire.
//
// Two implementations: Beast (net/https_transport.hpp) and in memory, driven by
// a virtual clock (sim/memory_transport.hpp). A broker cannot tell them apart.
#pragma once

#include "net/wire.hpp"

#include <chrono>
#include <functional>
#include <string>
#include <variant>

namespace ballast::net {

/// How long each step of a call may take, from the moment of `send`.
struct deadlines {
  /// A connection must be ready by then, or the call ends unsent: a permit
  /// that has grown old is given back, never used late.
  std::chrono::nanoseconds ready = std::chrono::milliseconds{250};
  std::chrono::nanoseconds first_byte = std::chrono::seconds{5};
  std::chrono::nanoseconds total = std::chrono::seconds{10};
};

/// Why there is no reply.
struct failure {
  enum class kind {
    not_ready,   ///< No connection was ready in time. No byte left.
    own_network, ///< DNS, no route, no descriptor. No byte left.
    refused,     ///< Connect refused or TLS failed. No byte left.
    lost,        ///< The connection broke after bytes had left.
    timed_out,   ///< No first byte, or no whole reply, in time. Bytes left.
    too_large,   ///< Header or body over the cap.
    malformed,   ///< Not HTTP, bad chunks, bad gzip, wrong content length.
    stopped,     ///< The transport is going down. See `byte_left`.
  };
  kind what = kind::not_ready;
  bool byte_left = false; ///< False only when surely nothing was sent.
  std::string text;       ///< For a person; never holds headers or bodies.
};

using outcome = std::variant<reply, failure>;
/// Called exactly once for each call, on a thread of the transport's: posts a
/// message and returns.
using handler = std::function<void(outcome)>;

class transport {
public:
  virtual ~transport() = default;
  virtual void send(call what, deadlines when, handler then) = 0;
  /// Asks for `connections` idle connections to be ready at `base` soon.
  virtual void warm(const std::string& base, unsigned connections) = 0;
};

} // namespace ballast::net
