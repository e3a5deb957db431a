// Signatures that prove to OKX who asks.
//
//   message          timestamp . METHOD . target . body
//   OK-ACCESS-SIGN   base64( HMAC-SHA-256( secret, message ) )
//
// The secret is the text that the venue shows, not decoded. `target` is path
// and query as they go out, letter by letter; `body` is empty for a GET. The
// passphrase travels beside the signature, in clear.
// Source: OKX API v5 guide, "REST Authentication"; the vector of a known
// client's unit test.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"
#include "net/wire.hpp"
#include "venues/secret_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::okx {

/// "2020-12-08T09:08:57.715Z": UTC with three decimals, always. Times outside
/// the years 1970 to 9999 count as the nearest inside.
std::string timestamp_of(unix_time x);

/// Holds one API key; secret and passphrase are wiped in the end.
class signer {
public:
  /// @param key        as the venue shows it; goes into a header as it is.
  /// @param secret     as the venue shows it.
  /// @param passphrase chosen with the key; goes into a header as it is, and
  ///                   may hold spaces. Around all three, spaces and line ends
  ///                   are left out.
  /// @returns ec::invalid_argument with what was expected, and no part of any.
  static result<signer> make(std::string_view key, std::string_view secret,
                             std::string_view passphrase);

  /// The signature of a request: 44 characters.
  /// @returns empty if OpenSSL fails, for which no cause is known.
  std::string sign(std::string_view timestamp, std::string_view method,
                   std::string_view target, std::string_view body) const;

  /// The four headers of a signed request.
  /// @param now the venue's time: it takes no timestamp more than 30 s away.
  std::vector<net::header> headers_of(const net::call& x, unix_time now) const;

  /// The message that proves to a stream who follows it. Its timestamp counts
  /// seconds, not as a date, and is good for 30 s.
  /// Source: "WebSocket", "Login".
  std::string login_message(unix_time now) const;

private:
  signer(std::string key, secret_text secret, secret_text passphrase) noexcept;

  std::string key_;
  secret_text secret_;
  secret_text passphrase_;
};

} // namespace ballast::venues::okx
