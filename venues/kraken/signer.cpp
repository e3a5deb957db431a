#include "venues/kraken/signer.hpp"

#include "venues/base64.hpp"
#include "venues/hmac.hpp"

#include <openssl/sha.h>

#include <array>
#include <utility>

namespace ballast::venues::kraken {

namespace {

const unsigned char* bytes_of(std::string_view x) noexcept {
  return reinterpret_cast<const unsigned char*>(x.data());
}

} // namespace

result<signer> signer::make(std::string_view key, std::string_view secret) {
  key = without_blanks(key);
  if (!fits_header(key))
    return fault{ec::invalid_argument,
                 "kraken key: expected the API key as the venue shows it, "
                 "printable and without spaces"};
  auto bytes = base64_decode(without_blanks(secret));
  if (!bytes || bytes->empty())
    return fault{ec::invalid_argument,
                 "kraken secret: expected the private key as the venue shows "
                 "it, base64 and most often 88 characters that end in \"==\""};
  return signer{std::string{key}, secret_text{std::move(*bytes)}};
}

signer::signer(std::string key, secret_text secret) noexcept
    : key_{std::move(key)}, secret_{std::move(secret)} {}

std::string signer::sign(std::string_view path, std::uint64_t nonce,
                         std::string_view body) const {
  const auto inner = std::to_string(nonce).append(body);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(bytes_of(inner), inner.size(), digest.data());
  auto message = std::string{path};
  message.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  const auto code = hmac_of(hash_kind::sha512, secret_, message);
  return code.empty() ? std::string{} : base64_encode(code);
}

} // namespace ballast::venues::kraken
