// The transport of the real world: HTTP/1.1 over verified TLS.
//
// One warm pool of connections a base, each base on one of the transport's
// threads. A call is sent once or not at all: nothing here retries or follows
// a redirect, because only the caller knows what a second request costs.
//
// Plain HTTP is for this machine only. A call to anywhere else is refused
// rather than signed and shouted across the street.
#pragma once

#include "net/loop.hpp"
#include "net/transport.hpp"

#include <chrono>
#include <cstddef>
#include <memory>
#include <string>

namespace ballast::net {

struct https_transport_options {
  /// Where everything happens; null: on threads of the transport's own.
  std::shared_ptr<loop> where = {};
  unsigned threads = 1; ///< Of its own; > 0. More only where one is busy.
  /// Authorities trusted for loopback hosts, and for these instead of the
  /// system's: a file in PEM form, or the PEM text itself. Both empty: none.
  std::string loopback_ca_file = {};
  std::string loopback_ca_pem = {};
  /// A connection must stand within this: DNS, TCP and TLS together.
  std::chrono::nanoseconds connect = std::chrono::seconds{5};
  /// Connections idle for longer are closed, unless warm() wants them.
  std::chrono::nanoseconds idle = std::chrono::seconds{55};
  /// Pauses before warm connections are opened again, doubling from the first
  /// to the last while the server takes none or closes them unused.
  std::chrono::nanoseconds reopen_min = std::chrono::milliseconds{100};
  std::chrono::nanoseconds reopen_max = std::chrono::seconds{5};
  unsigned max_connections = 64; ///< A base; > 0.
  std::size_t header_max = 16UL * 1024;
  /// Before and after inflating: a list of 12,000 markets has 18 MB. What less
  /// is read of other answers is for their readers to say.
  std::size_t body_max = 32UL * 1024 * 1024;
  std::string user_agent = "ballast/0.1";
};

class https_transport final : public transport {
public:
  /// Starts the threads that are its own.
  /// @throws std::runtime_error when the loopback authority cannot be read.
  explicit https_transport(https_transport_options opts);
  https_transport(const https_transport&) = delete;
  https_transport& operator=(const https_transport&) = delete;
  /// As stop(). May wait for a DNS look-up under way, which nothing can end.
  ~https_transport() override;

  /// `then` is called once: on a thread of the transport's loops, or, when it
  /// was stopped already, before send() returns.
  void send(call what, deadlines when, handler then) override;
  /// Keeps at least `connections` open to `base` from now on, busy ones
  /// included; the last word for a base counts, 0 ends it. A base that send()
  /// would refuse is passed over.
  void warm(const std::string& base, unsigned connections) override;

  /// Ends every call that still owes an answer as failure::kind::stopped and
  /// returns when no handler will be called any more.
  /// @pre Not from within a handler, nor else on the loop's thread.
  void stop();

private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace ballast::net
