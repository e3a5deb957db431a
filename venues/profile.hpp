// All that the program knows of a venue beside its API: what people call it,
// what its credentials consist of, and what its refusals of a key come to. One
// a venue, in the venue's own folder; nobody else tells venues apart by their
// names.
#pragma once

#include "domain/result.hpp"
#include "venues/adapter.hpp"

#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

namespace ballast::venues {

/// Why a venue refuses a key, where its words tell more than that it does.
enum class key_trouble : std::uint8_t {
  unknown,            ///< No key of this venue's.
  elsewhere,          ///< Of another site or environment of the venue.
  refused,            ///< It may be the key, its secret or its allow-list.
  signature_wrong,    ///< The secret does not belong to the key.
  passphrase_wrong,   ///< The passphrase does not.
  address_not_listed, ///< The key may be used from other addresses alone.
  right_missing,      ///< The key is good but may not do this.
  account_restricted, ///< Not the key but the account behind it.
  request_unread,     ///< A header of ours did not arrive as it was sent.
};

/// What some words of a venue about a key come to. In `remedy`, an imperative
/// sentence, {0}, {1} and {2} are the variables of key, secret and passphrase,
/// {3} is profile::title, {4} the variable of the host, {5} that of the paper
/// flag and {6} guide::rights.
struct key_saying {
  std::string_view words; ///< Part of what it says, with its code.
  key_trouble what = key_trouble::unknown;
  std::string_view text; ///< "the secret does not belong to this API key"
  std::string_view remedy;
};

/// The remedies that most venues share.
inline constexpr auto copy_key
  = std::string_view{"Copy the API key again into {0}; if it is no longer "
                     "listed at {3}, make a new one there."};
inline constexpr auto copy_secret
  = std::string_view{"Copy the private key that was shown with this API key "
                     "into {1}; if you no longer have it, make a new key at "
                     "{3}."};

inline constexpr auto settle_account
  = std::string_view{"Log in at {3} and settle there, or with its support, "
                     "what it asks of the account, then check again."};

/// What a trader must be told beside what the API says. Where keys are made and
/// outages told is left to the venue: such pages move.
struct guide {
  /// That a key needs and must not have, as the API calls them.
  std::string_view rights = "view and trade, and not withdraw";
  std::vector<key_saying> sayings = {}; ///< What says most comes first.
};

struct profile {
  /// In files, flags and metrics, and in variables the same in capitals:
  /// lower-case letters and digits.
  std::string_view name;
  std::string_view title; ///< "Kraken", for people.
  /// Makes an account's adapter.
  result<std::unique_ptr<adapter>> (*make)(const adapter_options&) = nullptr;
  bool has_passphrase = false; ///< Beside key and secret.
  bool secret_is_pem = false;  ///< It has several lines.
  /// Keys are of a host for play money or of the live one, and <VENUE>_PAPER
  /// says which: adapter_options::demo.
  bool has_paper_host = false;
  guide words;
};

} // namespace ballast::venues
