// OKX's signed calls, checked.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::sim::okx {

/// MASTER and `count` - 1 users, derived from the seed alone: a UUID, 32
/// letters, and a passphrase. They can be guessed by anyone who knows the seed:
/// they open nothing but this simulator.
std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count);

/// base64 of HMAC-SHA256(secret, timestamp || method || path || body), where
/// the path has its query as it was sent.
/// Source: okx.md section 3.
std::string signature_of(std::string_view secret, std::string_view timestamp,
                         std::string_view method, std::string_view path,
                         std::string_view body);

/// Says whose signature a call carries, or what the venue answers instead. In
/// this order: no header is missing; it is not meant for demo trading; the
/// timestamp is well formed and at most 30 s away; the key is known, its
/// passphrase right, and the signature.
class signature_gate {
public:
  explicit signature_gate(std::vector<account_key> accounts)
      : accounts_{std::move(accounts)} {}

  /// @returns index of the account, or the refusal.
  std::variant<std::size_t, net::reply> check(const net::call& what,
                                              unix_time now) const;

  const std::vector<account_key>& accounts() const noexcept {
    return accounts_;
  }

private:
  std::vector<account_key> accounts_;
};

} // namespace ballast::sim::okx
