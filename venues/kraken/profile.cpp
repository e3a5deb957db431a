#include "venues/profile.hpp"

#include "venues/kraken/adapter.hpp"

namespace ballast::venues {

namespace {

constexpr auto not_allowed
  = std::string_view{"Kraken does not allow this to the account or its region"};

profile described() {
  profile x;
  x.name = "kraken";
  x.title = "Kraken";
  x.make = &make_kraken;
  x.words.rights
    = "query-funds, query-open-trades, query-closed-trades, modify-trades, "
      "close-trades, query-ledger and create-ws-token, and not withdraw-funds";
  // Source: kraken.md, the section on errors.
  x.words.sayings = {
    {"EAPI:Feature disabled", key_trouble::account_restricted, not_allowed,
     settle_account},
    {"EAccount:", key_trouble::account_restricted, not_allowed, settle_account},
    {"EAuth:Account", key_trouble::account_restricted,
     "Kraken has disabled the account, or it is not confirmed yet",
     settle_account},
    {"ETrade:User Locked", key_trouble::account_restricted,
     "Kraken has locked the user of this key", settle_account},
    {"EAPI:Invalid key", key_trouble::unknown,
     "Kraken does not know this API key",
     "Copy the API key again into {0}; if it is no longer listed at {3}, make "
     "a new one there. Kraken locks out whoever repeats an invalid key."},
    {"EAPI:Invalid signature", key_trouble::signature_wrong,
     "the secret does not belong to this API key", copy_secret},
  };
  return x;
}

} // namespace

const profile& kraken_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
