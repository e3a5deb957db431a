// Private keys in PEM, and signatures with Ed25519. Apart from the signers'
// headers, so that OpenSSL's types are seen by those that need them.
#pragma once

#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <memory>
#include <optional>
#include <string_view>

namespace ballast::venues {

struct key_free {
  void operator()(EVP_PKEY* x) const noexcept { EVP_PKEY_free(x); }
};
using key_ptr = std::unique_ptr<EVP_PKEY, key_free>;

/// The longest text that is taken for a secret.
constexpr std::size_t secret_size_max = std::size_t{16} * 1024;

/// Whether a text claims to be a PEM.
bool is_pem(std::string_view secret) noexcept;

/// The private key in an unencrypted PEM, of whatever kind; line ends may be
/// written as the two characters "\n". nullptr when there is none to be read,
/// or the text is longer than `secret_size_max`.
key_ptr read_pem(std::string_view secret);

bool is_ed25519(const EVP_PKEY& key) noexcept;

using ed25519_signature = std::array<unsigned char, 64>;

/// Signs the message itself, as Ed25519 does: deterministic.
/// @returns absent if OpenSSL fails, for which no cause is known.
std::optional<ed25519_signature> sign_ed25519(EVP_PKEY& key,
                                              std::string_view message);

} // namespace ballast::venues
