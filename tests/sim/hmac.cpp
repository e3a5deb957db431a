#include "tests/sim/hmac.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <vector>

namespace ballast::sim {

namespace {

std::vector<unsigned char> hmac(std::string_view key, std::string_view text) {
  const auto kind = std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)>{
    EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free};
  const auto context
    = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>{
      EVP_MAC_CTX_new(kind.get()), &EVP_MAC_CTX_free};
  auto name = std::string{"SHA256"};
  const OSSL_PARAM parameters[]
    = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
       OSSL_PARAM_construct_end()};
  EVP_MAC_init(context.get(),
               reinterpret_cast<const unsigned char*>(key.data()), key.size(),
               parameters);
  EVP_MAC_update(context.get(),
                 reinterpret_cast<const unsigned char*>(text.data()),
                 text.size());
  auto out = std::vector<unsigned char>(32);
  auto size = std::size_t{0};
  EVP_MAC_final(context.get(), out.data(), &size, out.size());
  return out;
}

} // namespace

std::string hex_hmac(std::string_view key, std::string_view text) {
  auto out = std::string{};
  for (const auto x : hmac(key, text)) {
    out += "0123456789abcdef"[x / 16];
    out += "0123456789abcdef"[x % 16];
  }
  return out;
}

std::string base64_hmac(std::string_view key, std::string_view text) {
  const auto mac = hmac(key, text);
  auto out = std::string(45, '\0');
  EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), mac.data(),
                  static_cast<int>(mac.size()));
  out.pop_back();
  return out;
}

} // namespace ballast::sim
