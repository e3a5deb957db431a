#include "venues/coinbase/signer.hpp"

#include "venues/base64.hpp"
#include "venues/coinbase/key.hpp"
#include "venues/hex.hpp"

#include <nlohmann/json.hpp>
#include <openssl/bn.h>
#include <openssl/crypto.h>
#include <openssl/ec.h>
#include <openssl/ecdsa.h>
#include <openssl/err.h>
#include <openssl/evp.h>

#include <array>
#include <cstddef>
#include <optional>
#include <utility>

namespace ballast::venues::coinbase {

namespace {

constexpr std::size_t half_size = 32; ///< Of r, and of s.
using digest = std::array<unsigned char, 32>;
using signature = std::array<unsigned char, 2 * half_size>;

struct openssl_free {
  void operator()(EVP_PKEY_CTX* x) const noexcept { EVP_PKEY_CTX_free(x); }
  void operator()(EVP_MD_CTX* x) const noexcept { EVP_MD_CTX_free(x); }
  void operator()(EVP_MD* x) const noexcept { EVP_MD_free(x); }
  void operator()(ECDSA_SIG* x) const noexcept { ECDSA_SIG_free(x); }
};
template <class T>
using owned = std::unique_ptr<T, openssl_free>;

std::string quoted(std::string_view x) {
  using nlohmann::json;
  return json(x).dump(-1, ' ', false, json::error_handler_t::replace);
}

std::int64_t unix_seconds(unix_time x) noexcept {
  return std::chrono::floor<std::chrono::seconds>(x).time_since_epoch().count();
}

/// The two numbers of a DER signature, each in 32 bytes.
std::optional<signature> raw_of(const unsigned char* der, std::size_t size) {
  const auto parsed
    = owned<ECDSA_SIG>{d2i_ECDSA_SIG(nullptr, &der, static_cast<long>(size))};
  signature raw{};
  constexpr auto half = static_cast<int>(half_size);
  if (!parsed
      || BN_bn2binpad(ECDSA_SIG_get0_r(parsed.get()), raw.data(), half) != half
      || BN_bn2binpad(ECDSA_SIG_get0_s(parsed.get()), raw.data() + half_size,
                      half)
           != half)
    return std::nullopt;
  return raw;
}

} // namespace

struct signer::impl {
  algorithm kind = algorithm::es256;
  key_ptr key;
  owned<EVP_PKEY_CTX> signing_es256; ///< Initialised once, as that is slow.
  owned<EVP_MD> sha256;
  owned<EVP_MD_CTX> hashing;
  random_source nonces{0};
  digest nonce_salt{};     ///< Derived from the secret.
  std::string header_head; ///< Up to the nonce.
  std::string claims_head; ///< Up to the time.

  impl() = default;
  impl(const impl&) = delete;
  impl& operator=(const impl&) = delete;
  ~impl() { OPENSSL_cleanse(nonce_salt.data(), nonce_salt.size()); }

  bool init(std::string_view key_name, std::string_view secret);
  bool hash(std::string_view input, digest& to) const;
  std::optional<signature> sign_es256(std::string_view input) const;
  std::string next_nonce(unix_time now);
};

bool signer::impl::init(std::string_view key_name, std::string_view secret) {
  kind = is_ed25519(*key) ? algorithm::eddsa : algorithm::es256;
  sha256.reset(EVP_MD_fetch(nullptr, "SHA256", nullptr));
  hashing.reset(EVP_MD_CTX_new());
  if (!sha256 || !hashing || !hash(secret, nonce_salt))
    return false;
  // Hashed once more with a label: a salt is no place for a bare digest of the
  // secret, which may stand elsewhere.
  const auto labelled
    = "ballast coinbase nonce"
      + std::string{reinterpret_cast<const char*>(nonce_salt.data()),
                    nonce_salt.size()};
  if (!hash(labelled, nonce_salt))
    return false;
  if (kind == algorithm::es256) {
    signing_es256.reset(
      EVP_PKEY_CTX_new_from_pkey(nullptr, key.get(), nullptr));
    if (!signing_es256 || EVP_PKEY_sign_init(signing_es256.get()) != 1
        || EVP_PKEY_CTX_set_signature_md(signing_es256.get(), sha256.get())
             != 1)
      return false;
  }
  header_head = R"({"alg":")"
                + std::string{kind == algorithm::es256 ? "ES256" : "EdDSA"}
                + R"(","kid":)" + quoted(key_name) + R"(,"nonce":")";
  claims_head = R"({"sub":)" + quoted(key_name) + R"(,"iss":"cdp","nbf":)";
  return true;
}

bool signer::impl::hash(std::string_view input, digest& to) const {
  unsigned size = 0;
  return EVP_DigestInit_ex2(hashing.get(), sha256.get(), nullptr) == 1
         && EVP_DigestUpdate(hashing.get(), input.data(), input.size()) == 1
         && EVP_DigestFinal_ex(hashing.get(), to.data(), &size) == 1
         && size == to.size();
}

std::optional<signature>
signer::impl::sign_es256(std::string_view input) const {
  digest hashed{};
  // DER of two numbers of at most 33 bytes: 72 bytes; room for more.
  std::array<unsigned char, 128> der{};
  auto size = der.size();
  if (!hash(input, hashed)
      || EVP_PKEY_sign(signing_es256.get(), der.data(), &size, hashed.data(),
                       hashed.size())
           != 1)
    return std::nullopt;
  return raw_of(der.data(), size);
}

std::string signer::impl::next_nonce(unix_time now) {
  // The time keeps two runs with the same seed apart.
  const auto input
    = std::string{reinterpret_cast<const char*>(nonce_salt.data()),
                  nonce_salt.size()}
      + std::to_string(now.time_since_epoch().count()) + '/'
      + std::to_string(nonces.next());
  digest hashed{};
  if (!hash(input, hashed))
    return {};
  return hex({reinterpret_cast<const char*>(hashed.data()), hashed.size() / 2});
}

result<signer> signer::make(std::string_view key_name, std::string_view secret,
                            random_source nonces) {
  constexpr std::size_t name_size_max = 512;
  if (key_name.empty() || key_name.size() > name_size_max)
    return fault{ec::invalid_argument,
                 "coinbase key: expected a name such as "
                 "\"organizations/.../apiKeys/...\" or a UUID"};
  auto key = read_key(secret);
  if (!key)
    return key.error();
  auto made = std::make_unique<impl>();
  made->key = std::move(*key);
  made->nonces = nonces;
  const auto ready = made->init(key_name, secret);
  ERR_clear_error();
  if (!ready)
    return fault{ec::invalid_argument, "coinbase secret: OpenSSL cannot sign "
                                       "with this key"};
  return signer{std::move(made)};
}

signer::signer(std::unique_ptr<impl> x) noexcept : impl_{std::move(x)} {}
signer::signer(signer&&) noexcept = default;
signer& signer::operator=(signer&&) noexcept = default;
signer::~signer() = default;

signer::algorithm signer::kind() const noexcept { return impl_->kind; }

std::string signer::token(std::string_view uri, unix_time now) {
  const auto nonce = impl_->next_nonce(now);
  return nonce.empty() ? std::string{} : token(uri, now, nonce);
}

std::string signer::token(std::string_view uri, unix_time now,
                          std::string_view nonce) {
  const auto from = unix_seconds(now);
  auto header = impl_->header_head;
  header.append(nonce).append(R"(","typ":"JWT"})");
  auto claims = impl_->claims_head + std::to_string(from) + R"(,"exp":)"
                + std::to_string(from + lifetime.count());
  if (!uri.empty())
    claims += R"(,"uri":)" + quoted(uri);
  claims += '}';

  auto text = base64url_encode(header) + '.' + base64url_encode(claims);
  const auto raw = impl_->kind == algorithm::es256
                     ? impl_->sign_es256(text)
                     : sign_ed25519(*impl_->key, text);
  // Other users of OpenSSL on this thread must not find our errors.
  ERR_clear_error();
  if (!raw)
    return {};
  text += '.';
  text += base64url_encode(
    {reinterpret_cast<const char*>(raw->data()), raw->size()});
  return text;
}

} // namespace ballast::venues::coinbase
