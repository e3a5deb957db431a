#include "apps/key_sayings.hpp"

#include "apps/venue_guide.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace ballast::apps {

namespace {

/// In remedies {0}, {1} and {2} are the variables of key, secret and
/// passphrase, {3} is the venue's page of keys and {4} the variable of its
/// host.
struct saying {
  std::string_view venue; ///< Empty: any.
  std::string_view words; ///< Part of what it says.
  check_cause cause;
  std::string_view text;
  std::string_view remedy;
};

constexpr auto copy_key
  = std::string_view{"Copy the API key again into {0}; if it is no longer "
                     "listed at {3}, make a new one there."};
constexpr auto copy_secret
  = std::string_view{"Copy the private key that was shown with this API key "
                     "into {1}; if you no longer have it, make a new key at "
                     "{3}."};

// Sources: the sections on errors of the venues' sheets. What says most comes
// first.
constexpr auto sayings = std::array{
  saying{"okx", "50101", check_cause::key_elsewhere,
         "this key is of OKX's other environment, live or demo",
         "Make a key for live trading at {3} and copy it into {0}, {1} and "
         "{2}: keys of demo trading work there alone."},
  saying{"okx", "50105", check_cause::passphrase_wrong,
         "the passphrase does not belong to this API key",
         "Copy the passphrase that you chose with this key into {2}; if you no "
         "longer know it, make a new key at {3}."},
  saying{
    "okx", "50110", check_cause::address_not_listed,
    "this machine's address is not on the key's allow-list",
    "Add this machine's address to the key's allow-list at {3}, then check "
    "again."},
  saying{"okx", "50111", check_cause::key_unknown,
         "OKX does not know this API key", copy_key},
  saying{"okx", "50119", check_cause::key_elsewhere,
         "OKX does not know this API key at this site",
         "If the account is of the EU, the US or Australia, name its own site "
         "in {4}; else copy the API key again into {0}."},
  saying{"okx", "50113", check_cause::signature_wrong,
         "the secret does not belong to this API key", copy_secret},
  saying{"binance", "-2014", check_cause::key_unknown,
         "this is no API key of Binance's", copy_key},
  saying{
    "binance", "-2015", check_cause::key_refused,
    "Binance does not know this API key, or not from this address, or it "
    "lacks the right",
    "Compare {0} with the key listed at {3}, add this machine's address to "
    "its allow-list, and give it reading and spot trading."},
  saying{"binance", "-1022", check_cause::signature_wrong,
         "the secret does not belong to this API key", copy_secret},
  saying{"alpaca", "HTTP 401", check_cause::key_refused,
         "Alpaca refuses the key and its secret",
         "Copy {0} and {1} again, both of the same key, and say in {5} whether "
         "they are of the paper account or of the live one: each has its own."},
  saying{"", "Invalid key", check_cause::key_unknown,
         "the venue does not know this API key", copy_key},
  saying{"", "Invalid signature", check_cause::signature_wrong,
         "the secret does not belong to this API key", copy_secret},
};

} // namespace

std::optional<check_finding> key_saying(const check_place& place,
                                        std::string_view words) {
  const auto found
    = std::find_if(sayings.begin(), sayings.end(), [&](const saying& x) {
        return (x.venue.empty() || x.venue == place.venue)
               && words.find(x.words) != std::string_view::npos;
      });
  if (found == sayings.end())
    return std::nullopt;
  const auto variable = [&](std::string_view what) {
    return credential_variable(place.venue, place.account, what);
  };
  return check_finding{
    check_topic::key, check_level::failed, found->cause,
    std::string{found->text},
    fmt::format(fmt::runtime(found->remedy), variable("API_KEY"),
                variable("API_SECRET"), variable("PASSPHRASE"),
                guide_of(place.venue).key_page, rest_url_variable(place.venue),
                variable("PAPER"))};
}

} // namespace ballast::apps
