// Reading a Coinbase API secret. Apart from signer.hpp, so that OpenSSL's
// types are seen by the two that need them.
#pragma once

#include "domain/result.hpp"

#include <openssl/evp.h>

#include <memory>
#include <string_view>

namespace ballast::venues::coinbase {

struct key_free {
  void operator()(EVP_PKEY* x) const noexcept { EVP_PKEY_free(x); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, key_free>;

/// A private key on P-256 or Ed25519, never anything else.
/// @returns ec::invalid_argument with what was expected. Whatever is in the
///          secret, nothing of it is in the text.
result<key_ptr> read_key(std::string_view secret);

} // namespace ballast::venues::coinbase
