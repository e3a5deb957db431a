#include "net/tls_identity.hpp"

#include "net/url.hpp"

#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <memory>
#include <stdexcept>

namespace ballast::net {

namespace {

template <auto Free>
struct freed_by {
  template <class T>
  void operator()(T* x) const {
    Free(x);
  }
};

using key_pointer = std::unique_ptr<EVP_PKEY, freed_by<EVP_PKEY_free>>;
using certificate_pointer = std::unique_ptr<X509, freed_by<X509_free>>;
using extension_pointer
  = std::unique_ptr<X509_EXTENSION, freed_by<X509_EXTENSION_free>>;
using bio_pointer = std::unique_ptr<BIO, freed_by<BIO_free_all>>;

void check(bool done, const char* what) {
  if (!done)
    throw std::runtime_error{std::string{"cannot make a TLS identity: "}
                             + what};
}

key_pointer make_key() {
  key_pointer key{EVP_EC_gen("P-256")};
  check(key != nullptr, "generating a key failed");
  return key;
}

void name(X509_NAME* subject, const std::string& text) {
  check(X509_NAME_add_entry_by_txt(
          subject, "CN", MBSTRING_UTF8,
          reinterpret_cast<const unsigned char*>(text.data()),
          static_cast<int>(text.size()), -1, 0)
          == 1,
        "setting a name failed");
}

void extend(X509* x, X509* issuer, int kind, const std::string& value) {
  X509V3_CTX context;
  X509V3_set_ctx_nodb(&context);
  X509V3_set_ctx(&context, issuer, x, nullptr, nullptr, 0);
  const extension_pointer extension{
    X509V3_EXT_conf_nid(nullptr, &context, kind, value.c_str())};
  check(extension && X509_add_ext(x, extension.get(), -1) == 1,
        "setting an extension failed");
}

/// A certificate with everything but its extensions and signature.
certificate_pointer draft(long serial, const std::string& subject,
                          EVP_PKEY* key, const tls_identity_options& x) {
  certificate_pointer result{X509_new()};
  check(result && X509_set_version(result.get(), X509_VERSION_3) == 1
          && ASN1_INTEGER_set(X509_get_serialNumber(result.get()), serial) == 1
          && X509_gmtime_adj(X509_getm_notBefore(result.get()),
                             static_cast<long>(x.not_before.count()))
          && X509_gmtime_adj(X509_getm_notAfter(result.get()),
                             static_cast<long>(x.not_after.count()))
          && X509_set_pubkey(result.get(), key) == 1,
        "filling a certificate failed");
  name(X509_get_subject_name(result.get()), subject);
  return result;
}

void sign(X509* x, X509* issuer, EVP_PKEY* key) {
  check(X509_set_issuer_name(x, X509_get_subject_name(issuer)) == 1
          && X509_sign(x, key, EVP_sha256()) > 0,
        "signing failed");
}

certificate_pointer make_authority(EVP_PKEY* key) {
  auto result = draft(1, "ballast throw-away authority", key, {});
  auto* const x = result.get();
  extend(x, x, NID_basic_constraints, "critical,CA:TRUE,pathlen:0");
  extend(x, x, NID_key_usage, "critical,keyCertSign,cRLSign");
  extend(x, x, NID_subject_key_identifier, "hash");
  sign(x, x, key);
  return result;
}

std::string alternative_names(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& x : names) {
    // A comma would let one name smuggle in another.
    check(!x.empty() && x.find(',') == std::string::npos, "a name is unusable");
    text += text.empty() ? "" : ",";
    text += (is_address(x) ? "IP:" : "DNS:") + x;
  }
  return text;
}

std::string text_of(BIO* from) {
  char* data = nullptr;
  const auto size = BIO_get_mem_data(from, &data);
  return {data, static_cast<std::size_t>(size)};
}

std::string pem(X509* x) {
  const bio_pointer out{BIO_new(BIO_s_mem())};
  check(out && PEM_write_bio_X509(out.get(), x) == 1, "writing PEM failed");
  return text_of(out.get());
}

std::string pem(EVP_PKEY* key) {
  const bio_pointer out{BIO_new(BIO_s_secmem())};
  check(out
          && PEM_write_bio_PrivateKey(out.get(), key, nullptr, nullptr, 0,
                                      nullptr, nullptr)
               == 1,
        "writing PEM failed");
  return text_of(out.get());
}

} // namespace

tls_identity make_tls_identity(const tls_identity_options& x) {
  check(!x.names.empty(), "no name was given");
  const auto authority_key = make_key();
  const auto authority = make_authority(authority_key.get());
  const auto key = make_key();
  const auto leaf = draft(2, "ballast loopback server", key.get(), x);
  extend(leaf.get(), authority.get(), NID_basic_constraints,
         "critical,CA:FALSE");
  extend(leaf.get(), authority.get(), NID_key_usage,
         "critical,digitalSignature");
  extend(leaf.get(), authority.get(), NID_ext_key_usage, "serverAuth");
  extend(leaf.get(), authority.get(), NID_authority_key_identifier, "keyid");
  extend(leaf.get(), authority.get(), NID_subject_alt_name,
         alternative_names(x.names));
  sign(leaf.get(), authority.get(), authority_key.get());
  return {pem(authority.get()), pem(leaf.get()), pem(key.get())};
}

} // namespace ballast::net
