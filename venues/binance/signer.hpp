// Signatures that prove to Binance who asks.
//
//   payload    the query exactly as sent, percent-encoded, without "?"
//              and without its last member, signature
//   HMAC       hex( HMAC-SHA-256( secret, payload ) )      64 characters
//   Ed25519    base64( Ed25519( private key, payload ) )   88 characters
//
// The venue adds a body behind the query with nothing between them; ours have
// none. Base64 is percent-encoded where it goes into a URL.
// Source: Binance Spot REST API, "SIGNED endpoint security", with its published
// vectors for HMAC. Its examples for Ed25519 hold signatures of 256 bytes,
// which is RSA, so those of the tests are our own.
#pragma once

#include "domain/result.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace ballast::venues::binance {

/// Holds one API key, parsed once. An HMAC secret is wiped in the end; of a PEM
/// no text is kept.
class signer {
public:
  enum class algorithm { hmac_sha256, ed25519 };

  /// @param key    as the venue shows it; goes into a header as it is.
  /// @param secret the secret of an HMAC key as the venue shows it, or the PEM
  ///               (PKCS#8, unencrypted) of the Ed25519 key that was registered
  ///               (line ends may be written as the two characters "\n").
  ///               Spaces, line ends and quotes around it are left out.
  /// @returns ec::invalid_argument with what was expected, and no part of
  ///          either; RSA keys are refused the same way.
  static result<signer> make(std::string_view key, std::string_view secret);

  signer(signer&&) noexcept;
  signer& operator=(signer&&) noexcept;
  ~signer();

  algorithm kind() const noexcept;
  const std::string& key() const noexcept;

  /// The signature of a payload, not yet percent-encoded.
  /// @returns empty if OpenSSL fails, for which no cause is known.
  std::string sign(std::string_view payload) const;

private:
  struct impl;
  explicit signer(std::unique_ptr<impl> x) noexcept;

  std::unique_ptr<impl> impl_;
};

} // namespace ballast::venues::binance
