// Kraken's signed calls, checked.
#pragma once

#include "net/wire.hpp"
#include "sim/exchange.hpp"
#include "sim/kraken/lockout.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ballast::sim::kraken {

/// Says whose signature a call carries, or refuses it. In this order: nobody
/// is locked out; API-Key is one of ours; API-Sign is what the secret makes of
/// path, nonce and body, to the letter; the nonce is a whole number of 64 bits
/// above all that the key has shown before. Only a call that passes all of
/// this moves the mark.
///
/// Sources: Kraken spot REST, "Authentication"; "Nonce"; "Errors".
class signature_gate {
public:
  struct options {
    std::uint64_t nonce_seen = 0;
    std::uint32_t invalid_keys_max = 1;
    std::uint32_t invalid_nonces_max = 1;
    duration lockout{};
  };
  enum class verdict : std::uint8_t {
    good,
    locked_out,
    invalid_key,
    invalid_signature,
    invalid_nonce,
  };
  struct finding {
    verdict what = verdict::good;
    std::size_t account = 0; ///< Index into accounts(), where it is good.
  };

  signature_gate(std::vector<account_key> accounts, const options& opts);

  finding check(const net::call& what, time_point now);

  const std::vector<account_key>& accounts() const noexcept {
    return accounts_;
  }
  /// The highest nonce of an account's key so far.
  std::uint64_t nonce(std::size_t account) const {
    return keys_.at(account).nonce;
  }

private:
  struct key_state {
    std::uint64_t nonce;
    lockout bad_nonces;
  };
  std::optional<std::size_t> account_named(std::string_view key) const;
  finding check_nonce(std::size_t account, std::optional<std::uint64_t> nonce,
                      time_point now);

  std::vector<account_key> accounts_;
  std::vector<key_state> keys_; ///< By account.
  /// The simulator sees one address, so that a lockout for wrong keys, which
  /// is the address's, shuts out all.
  lockout bad_keys_;
};

} // namespace ballast::sim::kraken
