// Signatures by a shared secret. Source: RFC 2104.
#pragma once

#include "venues/secret_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::venues {

enum class hash_kind : std::uint8_t { sha256, sha512 };

/// HMAC of a message: 32 or 64 raw bytes.
/// @returns empty if OpenSSL fails, for which no cause is known.
std::string hmac_of(hash_kind hash, const secret_text& key,
                    std::string_view message);

} // namespace ballast::venues
