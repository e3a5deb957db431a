#include "venues/coinbase/key.hpp"

#include "venues/base64.hpp"
#include "venues/secret_text.hpp"

#include <openssl/core_names.h>
#include <openssl/err.h>

#include <algorithm>
#include <array>
#include <string>

namespace ballast::venues::coinbase {

namespace {

constexpr std::size_t seed_size = 32;
constexpr std::size_t seed_and_public_size = 64;

const unsigned char* bytes_of(std::string_view x) noexcept {
  return reinterpret_cast<const unsigned char*>(x.data());
}

fault expected(std::string what) {
  return {ec::invalid_argument, "coinbase secret: " + std::move(what)};
}

bool is_p256(const EVP_PKEY* key) {
  auto name = std::array<char, 64>{};
  std::size_t length = 0;
  return EVP_PKEY_is_a(key, "EC") == 1
         && EVP_PKEY_get_utf8_string_param(key, OSSL_PKEY_PARAM_GROUP_NAME,
                                           name.data(), name.size(), &length)
              == 1
         && std::string_view{name.data(), length} == "prime256v1";
}

result<key_ptr> read_known_pem(std::string_view secret) {
  auto key = read_pem(secret);
  if (!key)
    return expected("expected an unencrypted PEM with a whole private key, "
                    "from its BEGIN line to its END line");
  if (!is_p256(key.get()) && !is_ed25519(*key))
    return expected("expected an EC key on curve P-256 or an Ed25519 key; the "
                    "PEM holds another kind");
  return key;
}

result<key_ptr> read_ed25519(std::string_view bytes) {
  auto key = key_ptr{EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr,
                                                  bytes_of(bytes), seed_size)};
  auto derived = std::array<unsigned char, 32>{};
  auto size = derived.size();
  if (!key
      || EVP_PKEY_get_raw_public_key(key.get(), derived.data(), &size) != 1) {
    ERR_clear_error();
    return expected("OpenSSL refuses the Ed25519 key");
  }
  if (bytes.size() == seed_and_public_size
      && !std::equal(derived.begin(), derived.end(),
                     bytes_of(bytes) + seed_size))
    return expected("the public half of the Ed25519 key does not belong to its "
                    "seed; expected the secret unchanged, as downloaded");
  return key;
}

} // namespace

result<key_ptr> read_key(std::string_view secret) {
  // Quotes are pasted along from JSON and environment files.
  secret = without_blanks(secret, " \t\r\n\"'");
  if (secret.empty() || secret.size() > secret_size_max)
    return expected("expected a PEM or the base64 of an Ed25519 key");
  if (is_pem(secret))
    return read_known_pem(secret);
  if (auto bytes = base64_decode(secret)) {
    const auto key = secret_text{std::move(*bytes)};
    const auto size = key.view().size();
    if (size == seed_size || size == seed_and_public_size)
      return read_ed25519(key.view());
  }
  const auto is_legacy = std::all_of(secret.begin(), secret.end(), [](char x) {
    return ('a' <= x && x <= 'z') || ('A' <= x && x <= 'Z')
           || ('0' <= x && x <= '9');
  });
  if (is_legacy && secret.size() <= 64)
    return expected("this looks like a legacy (HMAC) key, which ballast does "
                    "not sign with; make a CDP API key (ECDSA or Ed25519)");
  return expected("expected a PEM (BEGIN ... PRIVATE KEY) or the base64 of an "
                  "Ed25519 key of 32 or 64 bytes");
}

} // namespace ballast::venues::coinbase
