#include "sim/signing.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <cassert>

namespace ballast::sim {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

} // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
  auto mac = std::string(SHA256_DIGEST_LENGTH, '\0');
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       bytes_of(message), message.size(),
       reinterpret_cast<unsigned char*>(mac.data()), nullptr);
  return mac;
}

std::string sha512(std::string_view text) {
  auto out = std::string(SHA512_DIGEST_LENGTH, '\0');
  SHA512(bytes_of(text), text.size(),
         reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

std::string to_hex(std::string_view bytes) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto out = std::string{};
  for (const auto x : bytes) {
    const auto value = static_cast<unsigned char>(x);
    out += digits[value >> 4U];
    out += digits[value & 0x0fU];
  }
  return out;
}

std::string to_base64(std::string_view bytes) {
  auto out = std::string(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto size
    = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      bytes_of(bytes), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  if (text.empty() || text.size() % 4 != 0)
    return std::nullopt;
  auto out = std::string(text.size(), '\0');
  const auto size
    = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      bytes_of(text), static_cast<int>(text.size()));
  if (size < 0)
    return std::nullopt;
  // OpenSSL counts what the padding stands for as bytes.
  const auto padding = text.size() - 1 - text.find_last_not_of('=');
  if (padding > 2)
    return std::nullopt;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

std::string letters_of(std::string_view text, std::size_t size) {
  constexpr auto letters = std::string_view{
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"};
  assert(size <= 2 * SHA512_DIGEST_LENGTH);
  const auto bytes = sha512(text) + sha512(std::string{text} + "/2");
  auto out = std::string{};
  for (auto i = std::size_t{0}; i < size; ++i)
    out += letters[static_cast<unsigned char>(bytes[i]) % letters.size()];
  return out;
}

} // namespace ballast::sim
