// A throw-away certificate authority and a server certificate signed by it,
// made in memory: how a simulator or a test serves TLS on loopback without a
// key ever lying in a file.
#pragma once

#include <chrono>
#include <string>
#include <vector>

namespace ballast::net {

/// All three as PEM text.
struct tls_identity {
  std::string ca;          ///< For those who shall trust the server.
  std::string certificate; ///< The server's.
  std::string key;         ///< The server's private key.
};

struct tls_identity_options {
  /// For whom the certificate speaks: names and IP addresses.
  std::vector<std::string> names = {"localhost", "127.0.0.1", "::1"};
  /// Validity relative to now; a negative end makes an expired certificate.
  std::chrono::seconds not_before = std::chrono::hours{-1};
  std::chrono::seconds not_after = std::chrono::hours{24};
};

/// Makes fresh P-256 keys each time.
/// @throws std::runtime_error when OpenSSL fails or a name is not usable.
tls_identity make_tls_identity(const tls_identity_options& x = {});

} // namespace ballast::net
