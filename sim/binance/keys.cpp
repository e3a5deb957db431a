#include "sim/binance/keys.hpp"

#include "sim/hash.hpp"
#include "sim/signing.hpp"

#include <openssl/evp.h>
#include <openssl/pem.h>

#include <algorithm>
#include <cctype>
#include <new>
#include <string>

namespace ballast::sim::binance {

void free_key::operator()(EVP_PKEY* x) const noexcept { EVP_PKEY_free(x); }

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

std::unique_ptr<EVP_PKEY, free_key> make_ed25519(std::string_view text) {
  constexpr auto size = std::size_t{32};
  auto key = std::unique_ptr<EVP_PKEY, free_key>{EVP_PKEY_new_raw_private_key(
    EVP_PKEY_ED25519, nullptr, bytes_of(sha512(text)), size)};
  // Any 32 bytes are a key: this fails for want of memory alone.
  if (!key)
    throw std::bad_alloc{};
  return key;
}

std::string pkcs8_pem(EVP_PKEY* key) {
  const auto file = std::unique_ptr<BIO, decltype(&BIO_free_all)>{
    BIO_new(BIO_s_mem()), &BIO_free_all};
  if (!file
      || PEM_write_bio_PKCS8PrivateKey(file.get(), key, nullptr, nullptr, 0,
                                       nullptr, nullptr)
           != 1)
    throw std::bad_alloc{};
  char* text = nullptr;
  const auto size = BIO_get_mem_data(file.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

bool verifies(EVP_PKEY* key, std::string_view text,
              std::string_view signature) {
  const auto context = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>{
    EVP_MD_CTX_new(), &EVP_MD_CTX_free};
  return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key)
           == 1
         && EVP_DigestVerify(context.get(), bytes_of(signature),
                             signature.size(), bytes_of(text), text.size())
              == 1;
}

} // namespace

std::vector<account> make_accounts(std::uint64_t seed, unsigned count,
                                   key_kind kind) {
  constexpr auto key_size = std::size_t{64};
  auto accounts = std::vector<account>{};
  for (auto i = 0U; i < count; ++i) {
    const auto name = i == 0 ? "MASTER" : "USER_" + std::to_string(i);
    const auto root
      = "ballast/sim/binance/" + std::to_string(seed) + '/' + name;
    auto x = account{};
    x.kind = kind;
    x.credentials = {name,
                     letters_of(root + "/key", key_size),
                     letters_of(root + "/secret", key_size),
                     {}};
    if (kind == key_kind::ed25519) {
      x.verifier = make_ed25519(root + "/ed25519");
      x.credentials.secret = pkcs8_pem(x.verifier.get());
    }
    constexpr auto uids = std::uint64_t{900'000'000};
    x.uid = 100'000'000 + hash_of(root, seed) % uids;
    accounts.push_back(std::move(x));
  }
  return accounts;
}

bool is_signed_by(const account& who, std::string_view text,
                  std::string_view signature) {
  if (who.kind == key_kind::ed25519) {
    const auto bytes = from_base64(signature);
    return bytes && verifies(who.verifier.get(), text, *bytes);
  }
  const auto expected = to_hex(hmac_sha256(who.credentials.secret, text));
  return std::equal(signature.begin(), signature.end(), expected.begin(),
                    expected.end(), [](char a, char b) {
                      return std::tolower(static_cast<unsigned char>(a)) == b;
                    });
}

} // namespace ballast::sim::binance
