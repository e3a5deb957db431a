#include "sim/coinbase/keys.hpp"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/param_build.h>
#include <openssl/pem.h>
#include <openssl/sha.h>

#include <array>
#include <new>
#include <stdexcept>

namespace ballast::sim {

void free_public_key::operator()(EVP_PKEY* x) const noexcept {
  EVP_PKEY_free(x);
}

namespace {

template <auto Free>
struct freer {
  template <class T>
  void operator()(T* x) const noexcept {
    Free(x);
  }
};
template <class T, auto Free>
using owned = std::unique_ptr<T, freer<Free>>;

using big_number = owned<BIGNUM, BN_clear_free>;
using digest = std::array<unsigned char, SHA256_DIGEST_LENGTH>;

/// Making a key from good numbers fails for want of memory alone.
template <class T>
T must(T x) {
  if (!x)
    throw std::bad_alloc{};
  return x;
}

digest hash(std::string_view text) {
  auto result = digest{};
  SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(),
         result.data());
  return result;
}

/// A number in [1, order): hashed again in the one case of 2^32 that it is not.
big_number private_scalar(const EC_GROUP* group, const std::string& text) {
  for (auto round = 0;; ++round) {
    const auto bytes = hash(text + '/' + std::to_string(round));
    auto number = big_number{
      BN_bin2bn(bytes.data(), static_cast<int>(bytes.size()), nullptr)};
    if (!BN_is_zero(must(number.get()))
        && BN_cmp(number.get(), EC_GROUP_get0_order(group)) < 0)
      return number;
  }
}

std::array<unsigned char, 65> public_point(const EC_GROUP* group,
                                           const BIGNUM* scalar) {
  const auto point = owned<EC_POINT, EC_POINT_free>{EC_POINT_new(group)};
  auto bytes = std::array<unsigned char, 65>{};
  must(
    EC_POINT_mul(group, must(point.get()), scalar, nullptr, nullptr, nullptr));
  must(EC_POINT_point2oct(group, point.get(), POINT_CONVERSION_UNCOMPRESSED,
                          bytes.data(), bytes.size(), nullptr));
  return bytes;
}

public_key make_key(const std::string& text) {
  const auto group = owned<EC_GROUP, EC_GROUP_free>{
    EC_GROUP_new_by_curve_name(NID_X9_62_prime256v1)};
  const auto scalar = private_scalar(must(group.get()), text);
  const auto point = public_point(group.get(), scalar.get());
  const auto builder
    = owned<OSSL_PARAM_BLD, OSSL_PARAM_BLD_free>{OSSL_PARAM_BLD_new()};
  must(OSSL_PARAM_BLD_push_utf8_string(
    must(builder.get()), OSSL_PKEY_PARAM_GROUP_NAME, SN_X9_62_prime256v1, 0));
  must(OSSL_PARAM_BLD_push_BN(builder.get(), OSSL_PKEY_PARAM_PRIV_KEY,
                              scalar.get()));
  must(OSSL_PARAM_BLD_push_octet_string(builder.get(), OSSL_PKEY_PARAM_PUB_KEY,
                                        point.data(), point.size()));
  const auto params = owned<OSSL_PARAM, OSSL_PARAM_free>{
    OSSL_PARAM_BLD_to_param(builder.get())};
  const auto context = owned<EVP_PKEY_CTX, EVP_PKEY_CTX_free>{
    EVP_PKEY_CTX_new_from_name(nullptr, "EC", nullptr)};
  must(EVP_PKEY_fromdata_init(must(context.get())) == 1);
  EVP_PKEY* made = nullptr;
  must(EVP_PKEY_fromdata(context.get(), &made, EVP_PKEY_KEYPAIR,
                         must(params.get()))
       == 1);
  return public_key{made};
}

std::string sec1_pem(EVP_PKEY* key) {
  const auto file = owned<BIO, BIO_free_all>{BIO_new(BIO_s_mem())};
  must(PEM_write_bio_PrivateKey_traditional(must(file.get()), key, nullptr,
                                            nullptr, 0, nullptr, nullptr));
  char* text = nullptr;
  const auto size = BIO_get_mem_data(file.get(), &text);
  return {text, static_cast<std::size_t>(size)};
}

} // namespace

std::string uuid_of(std::string_view text) {
  auto bytes = hash(text);
  // Version 4, variant 1: that is what a reader of UUIDs expects to see.
  bytes[6] = static_cast<unsigned char>((bytes[6] & 0x0fU) | 0x40U);
  bytes[8] = static_cast<unsigned char>((bytes[8] & 0x3fU) | 0x80U);
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  auto result = std::string{};
  for (auto i = std::size_t{0}; i < 16; ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10)
      result += '-';
    result += digits[bytes.at(i) >> 4U];
    result += digits[bytes.at(i) & 0x0fU];
  }
  return result;
}

std::vector<coinbase_account> make_coinbase_accounts(std::uint64_t seed,
                                                     unsigned count) {
  auto accounts = std::vector<coinbase_account>{};
  for (auto i = 0U; i < count; ++i) {
    const auto name = i == 0 ? "MASTER" : "USER_" + std::to_string(i);
    const auto root
      = "ballast/sim/coinbase/" + std::to_string(seed) + '/' + name;
    auto key = make_key(root + "/key");
    auto pem = sec1_pem(key.get());
    accounts.push_back({{name,
                         "organizations/" + uuid_of(root + "/organization")
                           + "/apiKeys/" + uuid_of(root + "/id"),
                         std::move(pem),
                         {}},
                        std::move(key),
                        uuid_of(root + "/portfolio")});
  }
  return accounts;
}

} // namespace ballast::sim
