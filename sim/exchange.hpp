// One simulated venue: calls arrive, answers leave.
//
// The venue owns no socket and reads no clock. Whoever carries the calls (the
// HTTP server of `exchange-sim`, or memory_transport in virtual time) says when
// each one arrived, so that the same seed gives the same venue in both.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/fault.hpp"

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::sim {

/// Credentials of one simulated account. Worthless outside of the simulator,
/// and yet without a formatter, like every other secret.
struct account_key {
  std::string account;    ///< "MASTER", "USER_1", "USER_2", …
  std::string key;        ///< As the venue calls it: key name or API key.
  std::string secret;     ///< PEM or text, as the venue hands it out.
  std::string passphrase; ///< Empty where the venue has none.
};

/// The venue's own record; `GET /sim/stats` shows it. Calls to /sim/… do not
/// count.
struct stats_view {
  std::uint64_t requests = 0; ///< Arrivals of any kind.
  std::uint64_t accepted = 0; ///< Passed limits, signature and faults.
  /// Answers that said "too fast", those of faults included: 429s, and errors
  /// under 200 where the venue says it so.
  std::uint64_t rate_limited = 0;
  std::uint64_t banned = 0;        ///< Answers that banned: 418s and the like.
  std::uint64_t bad_signature = 0; ///< Refused tokens, faults not included.
  std::uint64_t bad_nonce = 0;     ///< Nonces that did not rise; no faults.
  std::uint64_t orders = 0;        ///< Orders ever taken.
  std::uint64_t over_limit = 0;    ///< Arrivals over a published limit.
  /// How often each kind of fault fired, by its name in JSON.
  std::map<std::string, std::uint64_t> faults;
};

/// One WebSocket connection at a venue. Whoever carries it hands in what the
/// client sent and asks, a few times a second, what the venue has to say.
/// Thread-safe, like its exchange, which must outlive it.
class stream {
public:
  virtual ~stream() = default;

  /// A text message arrived at `now`.
  virtual void receive(std::string_view text, instant now) = 0;
  /// The messages that the venue sends by `now`, in order; never one twice.
  virtual std::vector<std::string> due(instant now) = 0;
  /// Whether the venue closes the connection, once what is due was sent.
  virtual bool is_over() const = 0;
};

/// Thread-safe: one lock a venue.
class exchange {
public:
  virtual ~exchange() = default;

  /// Takes one call that arrived at `now`. A call whose `base` is empty names
  /// its authority in the Host header.
  virtual net::answer arrive(const net::call& what, instant now) = 0;

  /// Takes a request to open a WebSocket.
  /// @returns the connection, or the answer of a venue that refuses one.
  virtual std::variant<std::unique_ptr<stream>, net::answer>
  open_stream(const net::call& /*what*/, instant /*now*/) {
    return net::answer{net::reply{404, {}, {}}};
  }

  virtual std::string_view venue() const = 0; ///< "coinbase"
  virtual stats_view stats() const = 0;
  /// Replaces all faults; their `after` and `lasts` count from `now`.
  virtual void set_faults(std::vector<fault> faults, instant now) = 0;
  /// MASTER first.
  virtual std::vector<account_key> accounts() const = 0;
};

} // namespace ballast::sim
