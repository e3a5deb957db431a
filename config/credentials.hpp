// Finds the keys of every account at every venue among the variables.
//
// The names are those of contract.md: KRAKEN_MASTER_API_KEY, for the master
// also KRAKEN_API_KEY, for a user KRAKEN_USER_ALICE_API_KEY, and any of them
// with _FILE behind it.
#pragma once

#include "config/settings.hpp"
#include "config/variables.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::config {

struct credential_search {
  std::vector<venue_credentials> credentials;
  /// Nothing or only a part is set, or what is set cannot be used.
  std::vector<credential_gap> gaps;
  /// Names that look like credentials of an account nobody configured.
  std::vector<std::string> unclaimed;
};

/// Looks at each of `accounts` and each enabled venue that it names. A secret
/// that is badly formed, stands twice, or in a file that cannot be used leaves
/// a broken gap, so that one account's mistake hides no other account.
credential_search
find_credentials(const variables& from,
                 const std::vector<account_settings>& accounts,
                 const std::vector<venue_settings>& venues);

/// The spellings of one variable, the full one first: {"OKX_MASTER_PASSPHRASE",
/// "OKX_PASSPHRASE"}, {"OKX_USER_ALICE_PASSPHRASE"}.
std::vector<std::string> spellings(std::string_view venue,
                                   std::string_view account,
                                   std::string_view what);

} // namespace ballast::config
