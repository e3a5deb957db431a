// Signatures that prove to Kraken who asks.
//
//   inner     SHA-256( nonce digits . body )          32 raw bytes
//   API-Sign  base64( HMAC-SHA-512( secret, path . inner ) )
//
// `body` is what goes on the wire, byte for byte; the nonce stands in it once
// more. `path` is without host and query.
// Source: Kraken, Spot REST authentication, with its published vector.
#pragma once

#include "domain/result.hpp"
#include "venues/secret_text.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::venues::kraken {

/// Holds one API key; the secret is kept decoded and wiped in the end.
class signer {
public:
  /// @param key    as the venue shows it; goes into a header as it is.
  /// @param secret the private key in base64, as the venue shows it. Spaces and
  ///               line ends around either are left out.
  /// @returns ec::invalid_argument with what was expected, and no part of
  ///          either.
  static result<signer> make(std::string_view key, std::string_view secret);

  const std::string& key() const noexcept { return key_; }

  /// The API-Sign of a request: 88 characters.
  /// @returns empty if OpenSSL fails, for which no cause is known.
  std::string sign(std::string_view path, std::uint64_t nonce,
                   std::string_view body) const;

private:
  signer(std::string key, secret_text secret) noexcept;

  std::string key_;
  secret_text secret_; ///< Raw bytes.
};

} // namespace ballast::venues::kraken
