#include "sim/kraken/keys.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/sha.h>

#include <array>
#include <cassert>

namespace ballast::sim::kraken {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::string encode_base64(std::string_view bytes) {
  auto out = std::string(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto size
    = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      bytes_of(bytes), static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

std::string decode_base64(std::string_view text) {
  auto out = std::string(text.size(), '\0');
  const auto size
    = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      bytes_of(text), static_cast<int>(text.size()));
  assert(size >= 0);
  // OpenSSL counts what the padding stands for as bytes.
  const auto padding = text.size() - 1 - text.find_last_not_of('=');
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

std::string sha256(std::string_view text) {
  auto out = std::string(SHA256_DIGEST_LENGTH, '\0');
  SHA256(bytes_of(text), text.size(),
         reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

std::string sha512(std::string_view text) {
  auto out = std::string(SHA512_DIGEST_LENGTH, '\0');
  SHA512(bytes_of(text), text.size(),
         reinterpret_cast<unsigned char*>(out.data()));
  return out;
}

} // namespace

std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count) {
  constexpr auto key_size = std::size_t{42};
  auto accounts = std::vector<account_key>{};
  for (auto i = 0U; i < count; ++i) {
    const auto name = i == 0 ? "MASTER" : "USER_" + std::to_string(i);
    const auto root = "ballast/sim/kraken/" + std::to_string(seed) + '/' + name;
    accounts.push_back(
      {name,
       encode_base64(sha512(root + "/key").substr(0, key_size)),
       encode_base64(sha512(root + "/secret")),
       {}});
  }
  return accounts;
}

std::string signature_of(std::string_view secret, std::string_view path,
                         std::string_view nonce, std::string_view body) {
  const auto key = decode_base64(secret);
  const auto inner = sha256(std::string{nonce}.append(body));
  const auto message = std::string{path} + inner;
  auto mac = std::string(SHA512_DIGEST_LENGTH, '\0');
  HMAC(EVP_sha512(), key.data(), static_cast<int>(key.size()),
       bytes_of(message), message.size(),
       reinterpret_cast<unsigned char*>(mac.data()), nullptr);
  return encode_base64(mac);
}

} // namespace ballast::sim::kraken
