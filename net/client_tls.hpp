// Whom a client trusts: the system's authorities, and for loopback hosts
// alone, where one is given, the authority of a local simulator.
//
// Inside net/ only.
#pragma once

#include "net/url.hpp"

#include <boost/asio/ssl/context.hpp>
#include <boost/system/error_code.hpp>

#include <optional>
#include <string>

namespace ballast::net {

/// What a file and a text name together, in PEM form; either may be empty.
/// @throws std::runtime_error when the file cannot be read.
std::string loopback_authority(const std::string& file,
                               const std::string& text);

class client_tls {
public:
  /// @param loopback_ca PEM text of authorities; empty for none.
  /// @throws std::runtime_error when the text holds no certificate.
  explicit client_tls(const std::string& loopback_ca);

  /// The context for `where`; null when it is plain. The system's authorities
  /// are read once, when a host first needs them, since that takes 60 ms.
  boost::asio::ssl::context* context_for(const url& where);

private:
  std::optional<boost::asio::ssl::context> system_;
  std::optional<boost::asio::ssl::context> loopback_;
};

/// Makes a handshake on `session` insist on a certificate for `host`.
/// @returns whether OpenSSL took it; without, the session must not be used.
bool expect_host(SSL* session, const std::string& host);

/// Why a handshake failed, for a person: "certificate has expired".
std::string handshake_fault(SSL* session, const boost::system::error_code& ec);

} // namespace ballast::net
