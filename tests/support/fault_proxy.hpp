// A link that misbehaves: a TCP proxy on loopback between a client and a
// server, which delays, cuts, slows, loses and resets what passes.
//
// It works on bytes and holds no key, so it stands in front of plain HTTP and
// TLS alike. All it knows of either is where a request and its answer begin
// (tests/support/fault_proxy_watch.hpp). Within one connection bytes keep their
// order whatever happens to them.
//
// A fault that did not happen proves nothing: counts() tells how often each
// one really did.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace ballast::test {

/// What goes wrong, and how often: each rate is a chance in 0..1, drawn by a
/// generator of the fault's own, so that one fault does not shift another.
struct proxy_faults {
  /// What the faults of an exchange strike.
  enum class target : std::uint8_t {
    requests,   ///< HTTP requests and their answers.
    handshakes, ///< A TLS client's hello and the server's first flight.
    both,
  };
  struct timed {
    double rate = 0;
    std::chrono::nanoseconds time{0};
  };
  struct log_normal {
    double rate = 0;
    std::chrono::nanoseconds mean{0};
    double sigma = 0.5; ///< Of the logarithm, as sim/link.hpp's `clipped`.
  };
  struct limited {
    double rate = 0;
    std::size_t bytes = 0;
  };

  // Of the link. Drawn for each message, that is for all that one side sends
  // until the other does; no connect is ever delayed.
  timed delay;
  log_normal jitter; ///< On top of `delay`; at most twenty times the mean.

  // Of an exchange. Drawn when its first byte comes, and kept to the end of
  // the answer even if set() is called meanwhile.
  target strikes = target::requests;
  /// All connections freeze both ways for `time`, then everything is delivered.
  timed stall;
  /// The client is reset in place of what it sent, which goes nowhere.
  double reset_before = 0;
  /// The client is reset in place of the answer.
  double reset = 0;
  /// The answer is swallowed, and all that the server says after it.
  double lose_answer = 0;
  /// Half of what the answer's first read brings (all of a small one), then an
  /// orderly end of the stream.
  double truncate = 0;
  /// An orderly end after `bytes` of an answer that is longer than that.
  limited cut;
  /// The body at `bytes` a second; with TLS, whose head cannot be told from
  /// the body, the whole answer.
  limited slow;
  /// A request waits until another connection's later one is answered, or
  /// `time` is over. One waits at a time; handshakes never do.
  timed reorder;

  // Of a connection.
  double refuse = 0; ///< Accepted and closed at once.
  bool deaf = false; ///< Nobody listens: connects are refused.
};

/// How often what really happened. Of reset_before, reset, lose_answer,
/// truncate and cut one exchange suffers at most the first that is drawn.
struct proxy_counts {
  std::uint64_t plain = 0;      ///< Connections that began without TLS.
  std::uint64_t tls = 0;        ///< Connections that began with a TLS hello.
  std::uint64_t handshakes = 0; ///< Begun.
  std::uint64_t requests = 0;   ///< Begun, those that went nowhere included.
  std::uint64_t delay = 0;      ///< Messages.
  std::uint64_t jitter = 0;     ///< Messages.
  std::uint64_t stall = 0;
  std::uint64_t reset_before = 0;
  std::uint64_t reset = 0;
  std::uint64_t lose_answer = 0;
  std::uint64_t truncate = 0;
  std::uint64_t cut = 0;
  std::uint64_t slow = 0;
  std::uint64_t reorder = 0;         ///< Overtaken.
  std::uint64_t reorder_in_vain = 0; ///< Waited, and nobody overtook.
  std::uint64_t refuse = 0;
  std::uint64_t deaf = 0; ///< Times that listening ended.
  /// The most bytes that ever waited on one way of one connection.
  std::size_t waiting_max = 0;
};

class fault_proxy {
public:
  /// Listens on a free port of 127.0.0.1 and passes everything on to
  /// `server_port` there, faultless at first. `seed` brings the draws back.
  /// @throws std::runtime_error when no port can be had.
  explicit fault_proxy(std::uint16_t server_port, std::uint64_t seed = 1);
  fault_proxy(const fault_proxy&) = delete;
  fault_proxy& operator=(const fault_proxy&) = delete;
  /// Closes everything; what was still held back is lost.
  ~fault_proxy();

  std::uint16_t port() const;
  /// Replaces all faults; in force when it returns. Callable from any thread.
  void set(const proxy_faults& x);
  /// Since the start. Callable from any thread.
  proxy_counts counts() const;

private:
  class implementation;
  std::unique_ptr<implementation> implementation_;
};

} // namespace ballast::test
