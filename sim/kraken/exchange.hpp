// A simulated Kraken: spot REST dialect over real pairs.
//
// Built from the manual and from recorded traffic, never from our own codec.
// Sources of every rule: Kraken spot REST documentation, as collected in
// kraken.md; what is unconfirmed there is an option here, or marked in the code
// that decides.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "sim/exchange.hpp"
#include "sim/kraken/wallets.hpp"
#include "sim/limiter.hpp"
#include "sim/simulator.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace ballast::sim {

/// How far an account is verified, which sets the counter of its keys.
enum class kraken_tier : std::uint8_t { starter, intermediate, pro };

struct kraken_options {
  std::uint64_t seed = 1; ///< Of keys, prices and faults.
  unsigned accounts = 1;  ///< MASTER and `accounts` - 1 users; > 0.
  std::optional<unix_time> stories_begin = {}; ///< See simulator_options.
  kraken::endowment balances = {{"XXBT", "0.0010000000", "0.0000000000"},
                                {"ZUSD", "1000.0000", "0.0000"}};
  kraken_tier tier = kraken_tier::starter;
  std::optional<limit_rule> private_limit
    = {}; ///< Instead of the tier's counter.
  /// Public calls from one address. The manual has no number, clients keep to
  /// one a second; without any burst is the strictest way to read that.
  limit_rule public_limit
    = {limit_kind::sliding_window, 1, std::chrono::seconds{1}, 0};
  /// Of every key, in the words of GetApiKeyInfo.
  std::vector<std::string> permissions = {
    "query-funds",  "query-open-trades", "query-closed-trades", "modify-trades",
    "close-trades", "query-ledger",      "create-ws-token"};
  /// The highest nonce that every key has seen before.
  std::uint64_t nonce_seen = 0;
  /// Refusals within `lockout` that are answered as such; the next one locks
  /// out: an unknown key whoever calls, a bad nonce its key. The manual says
  /// "repeated" and "many" and has no number; both > 0.
  std::uint32_t invalid_keys_max = 10;
  std::uint32_t invalid_nonces_max = 10;
  duration lockout = std::chrono::minutes{15}; ///< > 0; unconfirmed.
};

/// @returns ec::invalid_argument for an option outside its range.
result<std::unique_ptr<exchange>> make_kraken(kraken_options opts);

/// The registered simulator: as make_kraken, of what every simulator has.
result<std::unique_ptr<exchange>>
simulate_kraken(const simulator_options& opts);

} // namespace ballast::sim
