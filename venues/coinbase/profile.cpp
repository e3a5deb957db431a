#include "venues/profile.hpp"

#include "venues/coinbase/adapter.hpp"

namespace ballast::venues {

namespace {

profile described() {
  profile x;
  x.name = "coinbase";
  x.title = "Coinbase";
  x.make = &make_coinbase;
  x.secret_is_pem = true;
  x.words.rights = "view and trade, and not transfer";
  // Source: coinbase.md, the section on errors.
  x.words.sayings = {
    {"HTTP 401", key_trouble::refused,
     "Coinbase refuses the token that this key has signed",
     "Copy {0} and {1} again, both of the same key, and set this machine's "
     "clock. If both are right, check again in a minute: Coinbase says so to "
     "too many requests as well."},
    {"HTTP 403", key_trouble::right_missing,
     "the key lacks a right, or this machine's address is not on its "
     "allow-list",
     "Give the key these rights at {3}: {6}. If it has an allow-list, add this "
     "machine's address to it."},
  };
  return x;
}

} // namespace

const profile& coinbase_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
