// Reading a Coinbase API secret. Apart from signer.hpp, so that OpenSSL's
// types are seen by the two that need them.
#pragma once

#include "domain/result.hpp"
#include "venues/private_key.hpp"

#include <string_view>

namespace ballast::venues::coinbase {

/// A private key on P-256 or Ed25519, never anything else.
/// @returns ec::invalid_argument with what was expected. Whatever is in the
///          secret, nothing of it is in the text.
result<key_ptr> read_key(std::string_view secret);

} // namespace ballast::venues::coinbase
