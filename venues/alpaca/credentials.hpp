// The key and secret of an account at Alpaca, which go into headers as they
// are: nothing is signed, so each request holds the whole secret.
// Source: Alpaca, "Getting started with Trading API", authentication.
#pragma once

#include "domain/result.hpp"
#include "net/wire.hpp"
#include "venues/secret_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::alpaca {

/// Holds one API key; the secret is wiped in the end. What headers hold is the
/// caller's: net::call has no formatter, so no text ever shows it.
class credentials {
public:
  /// @param key    as the venue shows it ("PK…" on paper, "AK…" live).
  /// @param secret as the venue shows it. Spaces and line ends around either
  ///               are left out.
  /// @returns ec::invalid_argument with what was expected, and no part of
  ///          either.
  static result<credentials> make(std::string_view key,
                                  std::string_view secret);

  /// Adds APCA-API-KEY-ID and APCA-API-SECRET-KEY.
  void add_to(std::vector<net::header>& headers) const;

private:
  credentials(std::string key, secret_text secret) noexcept;

  std::string key_;
  secret_text secret_;
};

} // namespace ballast::venues::alpaca
