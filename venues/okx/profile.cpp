#include "venues/profile.hpp"

#include "venues/okx/adapter.hpp"

namespace ballast::venues {

namespace {

key_saying frozen(std::string_view code) {
  return {code, key_trouble::account_restricted,
          "OKX has blocked, frozen or restricted this account", settle_account};
}

key_saying unread(std::string_view code) {
  return {code, key_trouble::request_unread,
          "OKX lacks a header of ours, or cannot read it",
          "Take away any proxy that changes headers on their way, or report "
          "this with its output: checking again will not help."};
}

key_saying lacking(std::string_view code) {
  return {code, key_trouble::right_missing, "the key lacks a right",
          "Give the key these rights at {3}: {6}."};
}

profile described() {
  profile x;
  x.name = "okx";
  x.title = "OKX";
  x.make = &make_okx;
  x.has_passphrase = true;
  x.words.rights = "read_only and trade, and not withdraw";
  // Source: okx.md, the section on errors.
  x.words.sayings = {
    frozen("50007"),
    frozen("50009"),
    frozen("50012"),
    frozen("50027"),
    frozen("50029"),
    frozen("51024"),
    unread("50103"),
    unread("50104"),
    unread("50106"),
    unread("50107"),
    unread("50112"),
    lacking("50030"),
    lacking("50035"),
    lacking("50120"),
    {"50100", key_trouble::account_restricted,
     "OKX has frozen its API for this account", settle_account},
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
    {"50113", key_trouble::signature_wrong,
     "the secret does not belong to this API key", copy_secret},
    {"50114", key_trouble::refused,
     "OKX refuses the key, its signature or its passphrase",
     "Copy {0}, {1} and {2} again, all of the same key; if it is no longer "
     "listed at {3}, make a new one there."},
    {"50119", key_trouble::elsewhere,
     "OKX does not know this API key at this site",
     "If the key was deleted, make a new one at {3} and copy it into {0}, {1} "
     "and {2}. If the account is of the EU, the US or Australia, name its own "
     "site in {4}: https://eea.okx.com or https://us.okx.com."},
  };
  return x;
}

} // namespace

const profile& okx_profile() {
  static const auto result = described();
  return result;
}

} // namespace ballast::venues
