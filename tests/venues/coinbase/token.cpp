#include "tests/venues/coinbase/token.hpp"

#include "tests/venues/recorded.hpp"

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <algorithm>
#include <stdexcept>

namespace ballast::venues::coinbase {

namespace {

using nlohmann::json;

const unsigned char* bytes_of(std::string_view x) {
  return reinterpret_cast<const unsigned char*>(x.data());
}

std::string base64_bytes(std::string text) {
  auto bytes = std::string(text.size(), '\0');
  const auto size
    = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(bytes.data()),
                      bytes_of(text), static_cast<int>(text.size()));
  if (size < 0)
    throw std::runtime_error{"no base64"};
  bytes.resize(
    static_cast<std::size_t>(size)
    - static_cast<std::size_t>(std::count(text.begin(), text.end(), '=')));
  return bytes;
}

std::string base64_text(std::string_view bytes) {
  auto text = std::string(4 * ((bytes.size() + 2) / 3) + 1, '\0');
  const auto size
    = EVP_EncodeBlock(reinterpret_cast<unsigned char*>(text.data()),
                      bytes_of(bytes), static_cast<int>(bytes.size()));
  text.resize(static_cast<std::size_t>(size));
  return text;
}

test_key key_of(const std::string& secret) {
  if (secret.find("-----BEGIN") == std::string::npos)
    return test_key{EVP_PKEY_new_raw_private_key(
      EVP_PKEY_ED25519, nullptr, bytes_of(base64_bytes(secret)), 32)};
  auto* source
    = BIO_new_mem_buf(secret.data(), static_cast<int>(secret.size()));
  auto key
    = test_key{PEM_read_bio_PrivateKey(source, nullptr, nullptr, nullptr)};
  BIO_free(source);
  return key;
}

std::string pem_of(EVP_PKEY* key, const EVP_CIPHER* cipher = nullptr) {
  auto passphrase = std::string{"passphrase"};
  auto* to = BIO_new(BIO_s_mem());
  PEM_write_bio_PKCS8PrivateKey(to, key, cipher, passphrase.data(),
                                static_cast<int>(passphrase.size()), nullptr,
                                nullptr);
  char* data = nullptr;
  const auto size = BIO_get_mem_data(to, &data);
  auto text = std::string{data, static_cast<std::size_t>(size)};
  BIO_free(to);
  return text;
}

std::string generated(EVP_PKEY* key) { return pem_of(test_key{key}.get()); }

/// Lines of 64 characters between the label's two lines.
std::string pem_text(const std::string& label, const std::string& base64) {
  auto text = "-----BEGIN " + label + "-----\n";
  for (std::size_t i = 0; i < base64.size(); i += 64)
    text += base64.substr(i, 64) + '\n';
  return text + "-----END " + label + "-----\n";
}

bool verifies_eddsa(EVP_PKEY* key, std::string_view input,
                    std::string_view signature) {
  auto* context = EVP_MD_CTX_new();
  const auto good
    = EVP_DigestVerifyInit(context, nullptr, nullptr, nullptr, key) == 1
      && EVP_DigestVerify(context, bytes_of(signature), signature.size(),
                          bytes_of(input), input.size())
           == 1;
  EVP_MD_CTX_free(context);
  return good;
}

} // namespace

std::vector<json> published_tokens() {
  std::vector<json> rows;
  for (auto& row : json::parse(recorded_text("coinbase/auth.json")))
    if (row.contains("claims"))
      rows.push_back(std::move(row));
  return rows;
}

json published_row(std::string_view name) {
  for (auto& row : json::parse(recorded_text("coinbase/auth.json")))
    if (row.at("name") == name)
      return row;
  throw std::runtime_error{"no such row in auth.json"};
}

std::string secret_of(const json& row) {
  if (row.contains("secret_base64_seed_and_pub"))
    return row.at("secret_base64_seed_and_pub");
  const auto& pem = row.at("private_key_pem_sec1");
  return pem_text(pem.at("pem_label"), pem.at("base64"));
}

std::string p256_secret() {
  return secret_of(published_row("jwt_es256_rest_get_accounts"));
}

std::string ed25519_secret() {
  return secret_of(published_row("jwt_eddsa_rest_get_accounts"));
}

std::string ed25519_seed_secret() {
  return base64_text(base64_bytes(ed25519_secret()).substr(0, 32));
}

std::string pkcs8_of(const std::string& secret) {
  return pem_of(key_of(secret).get());
}

std::string rsa_secret() { return generated(EVP_RSA_gen(1024)); }

std::string p384_secret() { return generated(EVP_EC_gen("P-384")); }

std::string encrypted_secret() {
  return pem_of(key_of(p256_secret()).get(), EVP_aes_128_cbc());
}

std::string base64url_bytes(std::string text) {
  for (auto& x : text)
    x = x == '-' ? '+' : x == '_' ? '/' : x;
  text.append((4 - text.size() % 4) % 4, '=');
  return base64_bytes(text);
}

token_parts::token_parts(const std::string& token) {
  const auto first = token.find('.');
  const auto last = token.rfind('.');
  if (first == std::string::npos || first == last)
    throw std::runtime_error{"no token: " + token};
  input = token.substr(0, last);
  signature_text = token.substr(last + 1);
  signature = base64url_bytes(signature_text);
  header = json::parse(base64url_bytes(token.substr(0, first)));
  claims
    = json::parse(base64url_bytes(token.substr(first + 1, last - first - 1)));
}

test_key p256_public_key(const json& jwk) {
  const auto point = std::string{"\x04"}
                     + base64url_bytes(jwk.at("x").get<std::string>())
                     + base64url_bytes(jwk.at("y").get<std::string>());
  auto* build = OSSL_PARAM_BLD_new();
  OSSL_PARAM_BLD_push_utf8_string(build, OSSL_PKEY_PARAM_GROUP_NAME,
                                  "prime256v1", 0);
  OSSL_PARAM_BLD_push_octet_string(build, OSSL_PKEY_PARAM_PUB_KEY, point.data(),
                                   point.size());
  auto* params = OSSL_PARAM_BLD_to_param(build);
  auto* context = EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr);
  EVP_PKEY* key = nullptr;
  EVP_PKEY_fromdata_init(context);
  EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params);
  EVP_PKEY_CTX_free(context);
  OSSL_PARAM_free(params);
  OSSL_PARAM_BLD_free(build);
  return test_key{key};
}

bool verifies_es256(EVP_PKEY* key, std::string_view input,
                    std::string_view signature) {
  if (signature.size() != 64)
    return false;
  auto* parsed = ECDSA_SIG_new();
  ECDSA_SIG_set0(parsed, BN_bin2bn(bytes_of(signature), 32, nullptr),
                 BN_bin2bn(bytes_of(signature.substr(32)), 32, nullptr));
  unsigned char* der = nullptr;
  const auto size = i2d_ECDSA_SIG(parsed, &der);
  ECDSA_SIG_free(parsed);
  auto* context = EVP_MD_CTX_new();
  const auto good
    = EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key) == 1
      && EVP_DigestVerify(context, der, static_cast<std::size_t>(size),
                          bytes_of(input), input.size())
           == 1;
  EVP_MD_CTX_free(context);
  OPENSSL_free(der);
  return good;
}

bool verifies_eddsa(std::string_view seed, std::string_view input,
                    std::string_view signature) {
  constexpr std::size_t seed_size = 32;
  if (seed.size() < seed_size)
    return false;
  const auto key = test_key{EVP_PKEY_new_raw_private_key(
    EVP_PKEY_ED25519, nullptr, bytes_of(seed), seed_size)};
  return verifies_eddsa(key.get(), input, signature);
}

bool verifies(const token_parts& token, const std::string& secret) {
  const auto key = key_of(secret);
  if (token.header.at("alg") == "ES256")
    return verifies_es256(key.get(), token.input, token.signature);
  return token.header.at("alg") == "EdDSA"
         && verifies_eddsa(key.get(), token.input, token.signature);
}

} // namespace ballast::venues::coinbase
