// The simulated accounts' keys, and what they sign.
#pragma once

#include "sim/exchange.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::kraken {

/// MASTER and `count` - 1 users, derived from the seed alone. A key is 56
/// characters of base64, its secret 64 bytes as base64. Both can be guessed by
/// anyone who knows the seed: they open nothing but this simulator.
std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count);

/// What API-Sign must say: base64 of
/// HMAC-SHA512(decoded secret, path || SHA256(nonce || body)).
/// Source: Kraken spot REST, "Authentication".
/// @param secret base64, well formed
/// @param path "/0/private/Balance", without host and query
std::string signature_of(std::string_view secret, std::string_view path,
                         std::string_view nonce, std::string_view body);

} // namespace ballast::sim::kraken
