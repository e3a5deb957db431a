#include "venues/private_key.hpp"

#include "venues/secret_text.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>

#include <string>

namespace ballast::venues {

namespace {

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

} // namespace

bool is_pem(std::string_view secret) noexcept {
  return secret.find("-----BEGIN") != std::string_view::npos;
}

key_ptr read_pem(std::string_view secret) {
  if (secret.size() > secret_size_max)
    return nullptr;
  const auto pem = secret_text{with_line_ends(secret)};
  const auto source = std::unique_ptr<BIO, decltype(&BIO_free)>{
    BIO_new_mem_buf(pem.view().data(), static_cast<int>(pem.view().size())),
    &BIO_free};
  auto key = key_ptr{source ? PEM_read_bio_PrivateKey(source.get(), nullptr,
                                                      no_passphrase, nullptr)
                            : nullptr};
  ERR_clear_error();
  return key;
}

bool is_ed25519(const EVP_PKEY& key) noexcept {
  return EVP_PKEY_is_a(&key, "ED25519") == 1;
}

std::optional<ed25519_signature> sign_ed25519(EVP_PKEY& key,
                                              std::string_view message) {
  const auto context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{
    EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  ed25519_signature signature{};
  auto size = signature.size();
  const auto is_signed
    = context
      && EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, &key) == 1
      && EVP_DigestSign(context.get(), signature.data(), &size,
                        reinterpret_cast<const unsigned char*>(message.data()),
                        message.size())
           == 1
      && size == signature.size();
  // Other users of OpenSSL on this thread must not find our errors.
  ERR_clear_error();
  return is_signed ? std::optional{signature} : std::nullopt;
}

} // namespace ballast::venues
