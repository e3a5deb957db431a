#include "venues/coinbase/key.hpp"

#include "venues/base64.hpp"
#include "venues/secret_text.hpp"

#include <openssl/bio.h>
#include <openssl/core_names.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <algorithm>
#include <array>
#include <string>

namespace ballast::venues::coinbase {

namespace {

constexpr std::size_t seed_size = 32;
constexpr std::size_t seed_and_public_size = 64;
constexpr std::size_t secret_size_max = std::size_t{16} * 1024;

const unsigned char* bytes_of(std::string_view x) noexcept {
  return reinterpret_cast<const unsigned char*>(x.data());
}

fault expected(std::string what) {
  return {ec::invalid_argument, "coinbase secret: " + std::move(what)};
}

/// Turns each pair of characters "\n" into a line end: JSON strings and
/// environment files keep PEMs that way. In one pass, into a string of its
/// final size, so that no outgrown copy of the secret is left behind.
std::string with_line_ends(std::string_view x) {
  std::string text;
  text.reserve(x.size() + 1);
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x.substr(i, 2) == "\\n") {
      text += '\n';
      ++i;
    } else if (x.substr(i, 2) == "\\r") {
      ++i;
    } else {
      text += x[i];
    }
  text += '\n';
  return text;
}

/// Answers OpenSSL's question for a passphrase with "none"; without it, it
/// would ask at the terminal.
int no_passphrase(char* /*to*/, int /*size*/, int /*writing*/,
                  void* /*context*/) {
  return -1;
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

result<key_ptr> read_pem(std::string_view secret) {
  const auto pem = secret_text{with_line_ends(secret)};
  const auto source = std::unique_ptr<BIO, decltype(&BIO_free)>{
    BIO_new_mem_buf(pem.view().data(), static_cast<int>(pem.view().size())),
    &BIO_free};
  auto key = key_ptr{source ? PEM_read_bio_PrivateKey(source.get(), nullptr,
                                                      no_passphrase, nullptr)
                            : nullptr};
  ERR_clear_error();
  if (!key)
    return expected("expected an unencrypted PEM with a whole private key, "
                    "from its BEGIN line to its END line");
  if (!is_p256(key.get()) && EVP_PKEY_is_a(key.get(), "ED25519") != 1)
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
  if (secret.find("-----BEGIN") != std::string_view::npos)
    return read_pem(secret);
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
