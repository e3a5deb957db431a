// The simulated accounts' ES256 keys.
#pragma once

#include "sim/exchange.hpp"

#include <openssl/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim {

struct free_public_key {
  void operator()(EVP_PKEY* x) const noexcept;
};
using public_key = std::unique_ptr<EVP_PKEY, free_public_key>;

/// One account with what checks its signatures.
struct coinbase_account {
  account_key credentials; ///< Secret: a P-256 key as SEC1 PEM.
  public_key verifier;
  std::string portfolio; ///< UUID.
};

/// MASTER and `count` - 1 users, derived from the seed alone. Their keys can be
/// guessed by anyone who knows the seed: they open nothing but this simulator.
std::vector<coinbase_account> make_coinbase_accounts(std::uint64_t seed,
                                                     unsigned count);

/// A UUID that follows from a text.
std::string uuid_of(std::string_view text);

} // namespace ballast::sim
