// A verifier's side of Coinbase tokens, built on OpenSSL alone, and test keys.
#pragma once

#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::coinbase {

struct test_key_free {
  void operator()(EVP_PKEY* x) const noexcept { EVP_PKEY_free(x); }
};
using test_key = std::unique_ptr<EVP_PKEY, test_key_free>;

/// The rows of auth.json that hold a token for a known key.
std::vector<nlohmann::json> published_tokens();
nlohmann::json published_row(std::string_view name);
/// The secret of a row as a user would paste it: a PEM or base64.
std::string secret_of(const nlohmann::json& row);

// Secrets in all kinds of spelling; all but the SDK's two are made on the spot.
std::string p256_secret();
std::string ed25519_secret();
std::string ed25519_seed_secret();
std::string pkcs8_of(const std::string& secret);
std::string rsa_secret();
std::string p384_secret();
std::string encrypted_secret();

std::string base64url_bytes(std::string text);

/// A token taken apart. Throws when it is none.
struct token_parts {
  explicit token_parts(const std::string& token);

  std::string input;
  std::string signature_text;
  std::string signature;
  nlohmann::json header;
  nlohmann::json claims;
};

test_key p256_public_key(const nlohmann::json& jwk);
/// @param signature raw r||s
bool verifies_es256(EVP_PKEY* key, std::string_view input,
                    std::string_view signature);
/// @param seed the private key, 32 bytes
bool verifies_eddsa(std::string_view seed, std::string_view input,
                    std::string_view signature);
/// Whether the token was signed with that secret's key, by its own `alg`.
bool verifies(const token_parts& token, const std::string& secret);

} // namespace ballast::venues::coinbase
