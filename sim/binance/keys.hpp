// The simulated accounts' keys.
#pragma once

#include "sim/exchange.hpp"

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace ballast::sim::binance {

/// How an account signs. Source: "Request Security", HMAC and Ed25519 keys.
enum class key_kind : std::uint8_t { hmac, ed25519 };

struct free_key {
  void operator()(EVP_PKEY* x) const noexcept;
};

/// One account with what checks its signatures.
struct account {
  account_key credentials; ///< Secret: 64 letters, or a PKCS#8 PEM.
  key_kind kind = key_kind::hmac;
  std::unique_ptr<EVP_PKEY, free_key> verifier; ///< Of Ed25519 alone.
  std::uint64_t uid = 0;
};

/// MASTER and `count` - 1 users, derived from the seed alone. Their keys can be
/// guessed by anyone who knows the seed: they open nothing but this simulator.
std::vector<account> make_accounts(std::uint64_t seed, unsigned count,
                                   key_kind kind);

/// Whether the account signed the text: hexadecimal of HMAC-SHA256 in either
/// case, or base64 of Ed25519.
bool is_signed_by(const account& who, std::string_view text,
                  std::string_view signature);

} // namespace ballast::sim::binance
