#include "net/client_tls.hpp"

#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace ballast::net {

namespace ssl = boost::asio::ssl;

namespace {

/// A context that verifies and trusts nobody yet.
ssl::context make_context() {
  ssl::context result{ssl::context::tls_client};
  result.set_verify_mode(ssl::verify_peer | ssl::verify_fail_if_no_peer_cert);
  auto* const native = result.native_handle();
  if (SSL_CTX_set_min_proto_version(native, TLS1_2_VERSION) != 1)
    throw std::runtime_error{"OpenSSL refuses to insist on TLS 1.2"};
  SSL_CTX_set_options(native, SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  return result;
}

} // namespace

std::string loopback_authority(const std::string& file,
                               const std::string& text) {
  if (file.empty())
    return text;
  std::ifstream from{file};
  const std::string found{std::istreambuf_iterator<char>{from}, {}};
  if (found.empty())
    throw std::runtime_error{"cannot read the loopback authority " + file};
  return text + found;
}

client_tls::client_tls(const std::string& loopback_ca) {
  if (loopback_ca.empty())
    return;
  loopback_ = make_context();
  boost::system::error_code ec;
  loopback_->add_certificate_authority(boost::asio::buffer(loopback_ca), ec);
  if (ec)
    throw std::runtime_error{"the loopback authority is not a certificate: "
                             + ec.message()};
}

ssl::context* client_tls::context_for(const url& where) {
  if (!where.secure)
    return nullptr;
  if (loopback_ && is_loopback(where.host))
    return &*loopback_;
  if (!system_) {
    system_ = make_context();
    system_->set_default_verify_paths();
  }
  return &*system_;
}

bool expect_host(SSL* session, const std::string& host) {
  auto* const wanted = SSL_get0_param(session);
  if (is_address(host))
    return X509_VERIFY_PARAM_set1_ip_asc(wanted, host.c_str()) == 1;
  X509_VERIFY_PARAM_set_hostflags(wanted, X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS);
  return X509_VERIFY_PARAM_set1_host(wanted, host.data(), host.size()) == 1
         && SSL_set_tlsext_host_name(session, host.c_str()) == 1;
}

std::string handshake_fault(SSL* session, const boost::system::error_code& ec) {
  const auto verdict = SSL_get_verify_result(session);
  if (verdict == X509_V_OK)
    return "TLS handshake failed: " + ec.message();
  return std::string{"certificate refused: "}
         + X509_verify_cert_error_string(verdict);
}

} // namespace ballast::net
