#include "tests/sim/kraken/call_signer.hpp"

#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include <memory>
#include <vector>

namespace ballast::sim {

namespace {

using bytes = std::vector<unsigned char>;

bytes to_bytes(std::string_view text) { return {text.begin(), text.end()}; }

bytes from_base64(const std::string& text) {
  auto out = bytes(text.size());
  const auto size = EVP_DecodeBlock(
    out.data(), reinterpret_cast<const unsigned char*>(text.data()),
    static_cast<int>(text.size()));
  auto padding = std::size_t{0};
  while (padding < text.size() && text[text.size() - 1 - padding] == '=')
    ++padding;
  out.resize(static_cast<std::size_t>(size) - padding);
  return out;
}

bytes sha256(const bytes& text) {
  auto out = bytes(32);
  EVP_Digest(text.data(), text.size(), out.data(), nullptr, EVP_sha256(),
             nullptr);
  return out;
}

bytes hmac_sha512(const bytes& key, const bytes& message) {
  const auto kind = std::unique_ptr<EVP_MAC, decltype(&EVP_MAC_free)>{
    EVP_MAC_fetch(nullptr, "HMAC", nullptr), &EVP_MAC_free};
  const auto context
    = std::unique_ptr<EVP_MAC_CTX, decltype(&EVP_MAC_CTX_free)>{
      EVP_MAC_CTX_new(kind.get()), &EVP_MAC_CTX_free};
  auto name = std::string{"SHA512"};
  const OSSL_PARAM parameters[]
    = {OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, name.data(), 0),
       OSSL_PARAM_construct_end()};
  EVP_MAC_init(context.get(), key.data(), key.size(), parameters);
  EVP_MAC_update(context.get(), message.data(), message.size());
  auto out = bytes(64);
  auto size = std::size_t{0};
  EVP_MAC_final(context.get(), out.data(), &size, out.size());
  return out;
}

} // namespace

std::string sign_kraken_call(const std::string& secret, std::string_view path,
                             std::string_view nonce, std::string_view body) {
  auto post = to_bytes(nonce);
  post.insert(post.end(), body.begin(), body.end());
  const auto inner = sha256(post);
  auto message = to_bytes(path);
  message.insert(message.end(), inner.begin(), inner.end());
  const auto mac = hmac_sha512(from_base64(secret), message);
  auto out = std::string(4 * ((mac.size() + 2) / 3) + 1, '\0');
  const auto size
    = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()), mac.data(),
                      static_cast<int>(mac.size()));
  out.resize(static_cast<std::size_t>(size));
  return out;
}

} // namespace ballast::sim
