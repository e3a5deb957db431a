// What `ballast check` finds: one row an account at a venue, one finding a
// topic. A finding that is not well names its one cause and its remedy.
#pragma once

#include "domain/decimal.hpp"
#include "domain/market.hpp"
#include "domain/scan_universe.hpp"
#include "domain/time.hpp"
#include "venues/profile.hpp"

#include <array>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast::apps {

/// What is looked at, in the order in which it is shown.
enum class check_topic : std::uint8_t {
  credentials,
  host,
  clock,
  status,
  key,
  permissions,
  balances,
  minimum,
  markets,
  requests,
};
constexpr auto check_topics = std::array{
  check_topic::credentials, check_topic::host,    check_topic::clock,
  check_topic::status,      check_topic::key,     check_topic::permissions,
  check_topic::balances,    check_topic::minimum, check_topic::markets,
  check_topic::requests};
const char* to_string(check_topic x) noexcept;

/// Ascending: the worst of its findings speaks for a row.
enum class check_level : std::uint8_t {
  ok,
  skipped, ///< Nothing is configured, so nothing was asked.
  warning,
  failed,        ///< The account cannot trade: exit status 1.
  misconfigured, ///< Half or malformed credentials: exit status 2.
};
const char* to_string(check_level x) noexcept;

/// Why something is not well. Scripts read the names.
enum class check_cause : std::uint8_t {
  none,
  credentials_missing,
  credentials_half,
  credentials_malformed,
  venue_disabled,
  node_running,
  host_unknown,
  host_refused,
  host_unreachable,
  host_silent,
  host_unverified,
  connection_lost,
  address_refused,
  clock_skewed,
  venue_maintenance,
  venue_restricted,
  venue_trouble,
  key_unknown,
  signature_wrong,
  passphrase_wrong,
  key_elsewhere,      ///< Of another site or environment of the venue's.
  address_not_listed, ///< On the key's allow-list.
  key_refused,
  nonce_too_low,
  nonce_shared,
  nonce_not_stored,
  permission_missing,
  account_restricted,
  key_can_withdraw,
  balance_low,
  no_markets,
  throttled,
  banned,
  locked_out,
  answer_malformed,
  request_refused,
};
/// "signature_wrong"; empty for `none`.
const char* to_string(check_cause x) noexcept;

struct check_finding {
  check_topic topic = check_topic::host;
  check_level level = check_level::ok;
  check_cause cause = check_cause::none; ///< `none` only when well.
  std::string text;                      ///< The figure, or what is wrong.
  /// An imperative sentence; empty only when well.
  std::string remedy;
};

/// Whose row it is, and what the sentences about it must name.
struct check_place {
  std::string venue;          ///< "kraken"
  std::string title;          ///< "Kraken"
  std::string account;        ///< "MASTER"
  std::string host;           ///< "https://api.kraken.com"
  bool own_url = false;       ///< Another host than the venue's own is set.
  bool own_authority = false; ///< A CA file is set.
  bool live = false;
  bool withdrawal_accepted = false; ///< By name, in the configuration.
  decimal minimum = decimal::whole(1);
  std::string rival; ///< "another ballast (pid 7)": shares key and limits.
  /// The venue's own words; null: words that fit all.
  const venues::guide* guide = nullptr;
};

/// Where the venue's clock surely lies, less ours: it was read at some moment
/// between the question and its answer, and told in whole units.
struct clock_reading {
  std::chrono::milliseconds low{};
  std::chrono::milliseconds high{};

  std::chrono::milliseconds middle() const { return (low + high) / 2; }
};

/// What is left of one budget.
struct requests_left {
  std::string budget; ///< "kraken.private@master"
  std::uint32_t left = 0;
  std::uint32_t of = 0;
  double per_s = 0; ///< How fast it comes back.
  /// What is left as the venue itself last told, where its headers do.
  std::optional<std::uint32_t> told = {};
  std::optional<std::uint32_t> told_of = {};
  std::optional<std::uint32_t> told_used = {}; ///< Where it counts upwards.
};

/// All that was learned of one account at one venue.
struct check_row {
  check_place place;
  std::vector<check_finding> findings; ///< At most one a topic.
  std::optional<clock_reading> clock;
  std::optional<key_permissions> permissions;
  std::vector<std::string> permissions_lacking; ///< In the venue's words.
  std::optional<std::vector<balance>> balances;
  std::optional<scan_universe> universe;
  std::vector<requests_left> requests;
  std::vector<std::string> variables; ///< To set, where some are missing.
  bool tells_status = true;           ///< Whether the venue can be asked.
};

/// The worst of its findings; ok without any.
check_level level_of(const check_row& x) noexcept;
/// The first finding of that level: the one that speaks for the row.
/// @returns nullptr for a row that is well.
const check_finding* reason_of(const check_row& x) noexcept;
/// Neither skipped nor failed.
bool can_trade(const check_row& x) noexcept;
/// contract.md: 2 for half or malformed credentials, 1 when an account that
/// has credentials cannot trade, else 0.
int exit_status_of(const std::vector<check_row>& rows) noexcept;

} // namespace ballast::apps
