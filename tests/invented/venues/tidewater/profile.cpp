#include "venues/profile.hpp"

#include "venues/tidewater/adapter.hpp"

namespace ballast::venues {

namespace {

profile described() {
  profile x;
  x.name = "tidewater";
  x.title = "Tidewater";
  x.make = &make_tidewater;
  x.words.rights = "look and trade, and not move";
  // Source: MANUAL.md, "Errors".
  x.words.sayings = {
    {"no_key", key_trouble::unknown, "Tidewater has no such key", copy_key},
    {"bad_seal", key_trouble::signature_wrong,
     "the secret does not belong to this API key", copy_secret},
  };
  return x;
}

} // namespace

const profile& tidewater_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
