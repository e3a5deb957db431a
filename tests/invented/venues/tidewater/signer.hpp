// Seals that prove to Tidewater who asks.
//
//   Tide-Seal   key . seconds . hex( HMAC-SHA-256( secret, message ) )
//   message     seconds ~ METHOD ~ target ~ body
//
// Source: MANUAL.md, "Seal".
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "net/wire.hpp"
#include "venues/secret_text.hpp"

#include <string>
#include <string_view>

namespace ballast::venues::tidewater {

/// Holds one key; the secret is wiped in the end.
class signer {
public:
  /// @param key    "tide_" and 20 letters or digits.
  /// @param secret 64 hexadecimal digits. Around both, blanks are left out.
  /// @returns ec::invalid_argument with what was expected, and no part of any.
  static result<signer> make(std::string_view key, std::string_view secret);

  /// @param now the venue's time: it takes no seal more than 10 s away.
  net::header seal_of(const net::call& x, unix_time now) const;

private:
  signer(std::string key, secret_text secret) noexcept;

  std::string key_;
  secret_text secret_; ///< The 32 bytes.
};

} // namespace ballast::venues::tidewater
