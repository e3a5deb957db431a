#include "venues/kraken/signer.hpp"

#include "venues/base64.hpp"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::venues::kraken {

namespace {

const unsigned char* bytes_of(std::string_view x) noexcept {
  return reinterpret_cast<const unsigned char*>(x.data());
}

std::string_view trimmed(std::string_view x) noexcept {
  constexpr auto blank = std::string_view{" \t\r\n"};
  const auto first = x.find_first_not_of(blank);
  if (first == std::string_view::npos)
    return {};
  return x.substr(first, x.find_last_not_of(blank) - first + 1);
}

/// Whether it can stand in a header without changing the request around it.
bool fits_header(std::string_view x) noexcept {
  return !x.empty() && std::all_of(x.begin(), x.end(), [](char c) {
    return '!' <= c && c <= '~';
  });
}

} // namespace

result<signer> signer::make(std::string_view key, std::string_view secret) {
  key = trimmed(key);
  if (!fits_header(key))
    return fault{ec::invalid_argument,
                 "kraken key: expected the API key as the venue shows it, "
                 "printable and without spaces"};
  auto bytes = base64_decode(trimmed(secret));
  if (!bytes || bytes->empty())
    return fault{ec::invalid_argument,
                 "kraken secret: expected the private key as the venue shows "
                 "it, base64 and most often 88 characters that end in \"==\""};
  return signer{std::string{key}, std::move(*bytes)};
}

signer::signer(std::string key, std::string secret) noexcept
    : key_{std::move(key)}, secret_{std::move(secret)} {}

signer::signer(signer&& x) noexcept = default;

signer& signer::operator=(signer&& x) noexcept {
  // Swapped, so that the old secret is wiped where it ends.
  key_.swap(x.key_);
  secret_.swap(x.secret_);
  return *this;
}

signer::~signer() { OPENSSL_cleanse(secret_.data(), secret_.size()); }

std::string signer::sign(std::string_view path, std::uint64_t nonce,
                         std::string_view body) const {
  const auto inner = std::to_string(nonce).append(body);
  std::array<unsigned char, SHA256_DIGEST_LENGTH> digest{};
  SHA256(bytes_of(inner), inner.size(), digest.data());
  auto message = std::string{path};
  message.append(reinterpret_cast<const char*>(digest.data()), digest.size());
  std::array<unsigned char, EVP_MAX_MD_SIZE> mac{};
  unsigned size = 0;
  if (HMAC(EVP_sha512(), secret_.data(), static_cast<int>(secret_.size()),
           bytes_of(message), message.size(), mac.data(), &size)
      == nullptr)
    return {};
  return base64_encode({reinterpret_cast<const char*>(mac.data()), size});
}

} // namespace ballast::venues::kraken
