#include "venues/profile.hpp"

#include "venues/okx/adapter.hpp"

namespace ballast::venues {

namespace {

profile described() {
  profile x;
  x.name = "okx";
  x.title = "OKX";
  x.make = &make_okx;
  x.has_passphrase = true;
  x.words = {"okx.com > Profile > API", "Read and Trade, and not Withdraw",
             "www.okx.com/status"};
  // Source: okx.md, the section on errors.
  x.words.sayings = {
    {"50101", key_trouble::elsewhere,
     "this key is of OKX's other environment, live or demo",
     "Make a key for live trading at {3} and copy it into {0}, {1} and {2}: "
     "keys of demo trading work there alone."},
    {"50105", key_trouble::passphrase_wrong,
     "the passphrase does not belong to this API key",
     "Copy the passphrase that you chose with this key into {2}; if you no "
     "longer know it, make a new key at {3}."},
    {"50110", key_trouble::address_not_listed,
     "this machine's address is not on the key's allow-list",
     "Add this machine's address to the key's allow-list at {3}, then check "
     "again."},
    {"50111", key_trouble::unknown, "OKX does not know this API key", copy_key},
    {"50119", key_trouble::elsewhere,
     "OKX does not know this API key at this site",
     "If the account is of the EU, the US or Australia, name its own site in "
     "{4}; else copy the API key again into {0}."},
    {"50113", key_trouble::signature_wrong,
     "the secret does not belong to this API key", copy_secret},
  };
  return x;
}

} // namespace

const profile& okx_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
