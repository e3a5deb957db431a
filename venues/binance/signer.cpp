#include "venues/binance/signer.hpp"

#include "venues/base64.hpp"
#include "venues/hex.hpp"
#include "venues/hmac.hpp"
#include "venues/private_key.hpp"
#include "venues/secret_text.hpp"

#include <utility>

namespace ballast::venues::binance {

namespace {

fault expected(std::string what) {
  return {ec::invalid_argument, "binance secret: " + std::move(what)};
}

/// Whether it is what stands between the first and last line of a PEM: it has
/// the length of an HMAC secret, and would be taken for one.
bool is_naked_key(std::string_view secret) noexcept {
  // The base64 of PKCS#8's head for Ed25519; RFC 8410, section 10.3.
  return secret.starts_with("MC4CAQAwBQYDK2VwBCIEI");
}

} // namespace

struct signer::impl {
  std::string key;
  secret_text secret; ///< Of an HMAC key; else empty.
  key_ptr ed25519;    ///< Else nullptr.
};

result<signer> signer::make(std::string_view key, std::string_view secret) {
  key = without_blanks(key);
  if (!fits_header(key))
    return fault{ec::invalid_argument,
                 "binance key: expected the API key as the venue shows it, "
                 "printable and without spaces"};
  secret = without_blanks(secret, " \t\r\n\"'");
  auto made = std::make_unique<impl>();
  made->key = key;
  if (is_pem(secret)) {
    made->ed25519 = read_pem(secret);
    if (!made->ed25519)
      return expected("expected an unencrypted PEM with a whole private key, "
                      "from its BEGIN line to its END line");
    if (!is_ed25519(*made->ed25519))
      return expected("expected an Ed25519 key; the PEM holds another kind. "
                      "RSA keys are not supported: register an Ed25519 key");
    return signer{std::move(made)};
  }
  if (is_naked_key(secret))
    return expected("this looks like the inside of a PEM; expected it whole, "
                    "from its BEGIN line to its END line");
  if (!fits_header(secret) || secret.size() > secret_size_max)
    return expected("expected the secret of an HMAC key as the venue shows it, "
                    "most often 64 letters and digits, or the PEM of an "
                    "Ed25519 key");
  made->secret = secret_text{std::string{secret}};
  return signer{std::move(made)};
}

signer::signer(std::unique_ptr<impl> x) noexcept : impl_{std::move(x)} {}
signer::signer(signer&&) noexcept = default;
signer& signer::operator=(signer&&) noexcept = default;
signer::~signer() = default;

signer::algorithm signer::kind() const noexcept {
  return impl_->ed25519 ? algorithm::ed25519 : algorithm::hmac_sha256;
}

const std::string& signer::key() const noexcept { return impl_->key; }

std::string signer::sign(std::string_view payload) const {
  if (!impl_->ed25519)
    return hex(hmac_of(hash_kind::sha256, impl_->secret, payload));
  const auto raw = sign_ed25519(*impl_->ed25519, payload);
  if (!raw)
    return {};
  return base64_encode(
    {reinterpret_cast<const char*>(raw->data()), raw->size()});
}

} // namespace ballast::venues::binance
