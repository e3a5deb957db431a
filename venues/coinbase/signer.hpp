// Tokens that prove to Coinbase who asks.
//
//   header  {"alg","kid","nonce","typ"}         kid = the key's name
//   claims  {"sub","iss","nbf","exp","uri"}     uri = "GET host/path", no query
//   input   b64url(header) "." b64url(claims)
//   token   input "." b64url(signature)
//
// ES256 signs SHA-256 of the input and sends raw r||s; EdDSA (Ed25519) signs
// the input itself. Either signature has 64 bytes.
// Source: Coinbase CDP API key authentication; RFC 7515, RFC 7518 section 3.4,
// RFC 8037.
#pragma once

#include "domain/random.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace ballast::venues::coinbase {

/// Holds one API key, parsed once, with its signing contexts kept: parsing
/// takes about thirty times as long as signing. The secret's text is not kept.
///
/// ES256 signatures draw their own randomness from OpenSSL (their k must never
/// be predictable); everything else in a token is a function of what is given.
class signer {
public:
  enum class algorithm { es256, eddsa };

  /// Longest life of a token that the venue accepts.
  static constexpr std::chrono::seconds lifetime{120};

  /// @param key_name "organizations/{org}/apiKeys/{key}" or a bare UUID.
  /// @param secret   a PEM with an EC key on P-256 or an Ed25519 key (line ends
  ///                 may be written as the two characters "\n"), or the base64
  ///                 of an Ed25519 seed of 32 bytes, alone or followed by its
  ///                 public key.
  /// @param nonces   makes nonces unique within a run; mixed with a value
  ///                 derived from the secret, so that knowing the seed is not
  ///                 enough to foretell one.
  /// @returns ec::invalid_argument with what was expected, and no part of the
  ///          secret; legacy (HMAC) keys are refused the same way.
  static result<signer> make(std::string_view key_name, std::string_view secret,
                             random_source nonces);

  signer(signer&&) noexcept;
  signer& operator=(signer&&) noexcept;
  ~signer();

  algorithm kind() const noexcept;

  /// The token of one request.
  /// @param uri "GET api.coinbase.com/api/v3/brokerage/accounts"; empty for a
  ///            WebSocket message, whose token names none.
  /// @param now becomes `nbf`; `exp` is 120 s later.
  /// @returns empty if OpenSSL fails, for which no cause is known.
  std::string token(std::string_view uri, unix_time now);

  /// The same with a given nonce: for the published vectors.
  std::string token(std::string_view uri, unix_time now,
                    std::string_view nonce);

private:
  struct impl;
  explicit signer(std::unique_ptr<impl> x) noexcept;

  std::unique_ptr<impl> impl_;
};

} // namespace ballast::venues::coinbase
