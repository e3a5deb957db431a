#include "venues/profile.hpp"

#include "venues/binance/adapter.hpp"

namespace ballast::venues {

namespace {

profile described() {
  profile x;
  x.name = "binance";
  x.title = "Binance";
  x.make = &make_binance;
  x.words.rights = "reading and spot trading, and not withdrawals";
  // Source: binance.md, the section on errors.
  x.words.sayings = {
    {"-2014", key_trouble::unknown, "this is no API key of Binance's",
     copy_key},
    {"-2015", key_trouble::refused,
     "Binance does not know this API key, or not from this address, or it "
     "lacks the right",
     "Compare {0} with the key listed at {3}, add this machine's address to "
     "its allow-list, and give it {6}. A key of the testnet works there alone, "
     "and one of the live venue not there."},
    {"-1022", key_trouble::signature_wrong,
     "the secret does not belong to this API key", copy_secret},
  };
  return x;
}

} // namespace

const profile& binance_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
