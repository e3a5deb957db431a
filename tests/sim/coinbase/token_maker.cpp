#include "tests/sim/coinbase/token_maker.hpp"

#include <openssl/bn.h>
#include <openssl/ecdsa.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <array>
#include <memory>
#include <string_view>
#include <vector>

namespace ballast::sim {

namespace {

std::string base64url(std::string_view bytes) {
  auto out = std::string(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto size
    = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(bytes.data()),
                      static_cast<int>(bytes.size()));
  out.resize(static_cast<std::size_t>(size));
  while (out.ends_with('='))
    out.pop_back();
  for (auto& x : out)
    x = x == '+' ? '-' : x == '/' ? '_' : x;
  return out;
}

std::string to_raw(const std::string& der) {
  const auto* bytes = reinterpret_cast<const unsigned char*>(der.data());
  const auto pair = std::unique_ptr<ECDSA_SIG, decltype(&ECDSA_SIG_free)>{
    d2i_ECDSA_SIG(nullptr, &bytes, static_cast<long>(der.size())),
    &ECDSA_SIG_free};
  auto raw = std::array<unsigned char, 64>{};
  BN_bn2binpad(ECDSA_SIG_get0_r(pair.get()), raw.data(), 32);
  BN_bn2binpad(ECDSA_SIG_get0_s(pair.get()), raw.data() + 32, 32);
  return {reinterpret_cast<const char*>(raw.data()), raw.size()};
}

std::string signature_of(std::string_view text, const std::string& pem) {
  const auto file = std::unique_ptr<BIO, decltype(&BIO_free_all)>{
    BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())), &BIO_free_all};
  const auto key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>{
    PEM_read_bio_PrivateKey(file.get(), nullptr, nullptr, nullptr),
    &EVP_PKEY_free};
  const auto context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{
    EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  auto size = std::size_t{128};
  auto der = std::string(size, '\0');
  EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key.get());
  EVP_DigestSign(context.get(), reinterpret_cast<unsigned char*>(der.data()),
                 &size, reinterpret_cast<const unsigned char*>(text.data()),
                 text.size());
  der.resize(size);
  return der;
}

} // namespace

token_text good_token(const account_key& who, const std::string& uri,
                      unix_time now, const std::string& nonce) {
  const auto seconds
    = std::chrono::floor<std::chrono::seconds>(now.time_since_epoch()).count();
  return {
    {{"alg", "ES256"}, {"typ", "JWT"}, {"kid", who.key}, {"nonce", nonce}},
    {{"sub", who.key},
     {"iss", "cdp"},
     {"nbf", seconds},
     {"exp", seconds + 120},
     {"uri", uri}}};
}

std::string sign(const token_text& what, const std::string& pem,
                 signature_form form) {
  const auto text
    = base64url(what.header.dump()) + '.' + base64url(what.claims.dump());
  const auto der = signature_of(text, pem);
  return text + '.'
         + base64url(form == signature_form::der ? der : to_raw(der));
}

} // namespace ballast::sim
