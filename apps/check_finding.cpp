#include "apps/check_finding.hpp"

#include <algorithm>

namespace ballast::apps {

const char* to_string(check_topic x) noexcept {
  switch (x) {
  case check_topic::credentials:
    return "credentials";
  case check_topic::host:
    return "host";
  case check_topic::clock:
    return "clock";
  case check_topic::status:
    return "status";
  case check_topic::key:
    return "key";
  case check_topic::permissions:
    return "permissions";
  case check_topic::balances:
    return "balances";
  case check_topic::minimum:
    return "minimum";
  case check_topic::markets:
    return "markets";
  case check_topic::requests:
    return "requests";
  }
  return "?";
}

const char* to_string(check_level x) noexcept {
  switch (x) {
  case check_level::ok:
    return "ok";
  case check_level::skipped:
    return "skipped";
  case check_level::warning:
    return "warning";
  case check_level::failed:
    return "failed";
  case check_level::misconfigured:
    return "misconfigured";
  }
  return "?";
}

const char* to_string(check_cause x) noexcept {
  // In the order of the enumeration, which a test holds them to.
  constexpr auto names = std::array{"",
                                    "credentials_missing",
                                    "credentials_half",
                                    "credentials_malformed",
                                    "venue_disabled",
                                    "node_running",
                                    "host_unknown",
                                    "host_refused",
                                    "host_unreachable",
                                    "host_silent",
                                    "host_unverified",
                                    "connection_lost",
                                    "address_refused",
                                    "clock_skewed",
                                    "venue_maintenance",
                                    "venue_restricted",
                                    "venue_trouble",
                                    "key_unknown",
                                    "signature_wrong",
                                    "passphrase_wrong",
                                    "key_elsewhere",
                                    "address_not_listed",
                                    "key_refused",
                                    "nonce_too_low",
                                    "nonce_shared",
                                    "nonce_not_stored",
                                    "permission_missing",
                                    "account_restricted",
                                    "key_can_withdraw",
                                    "balance_low",
                                    "no_markets",
                                    "throttled",
                                    "banned",
                                    "locked_out",
                                    "answer_malformed",
                                    "request_refused"};
  static_assert(names.size()
                == static_cast<std::size_t>(check_cause::request_refused) + 1);
  const auto index = static_cast<std::size_t>(x);
  return index < names.size() ? names[index] : "?";
}

check_level level_of(const check_row& x) noexcept {
  auto worst = check_level::ok;
  for (const auto& finding : x.findings)
    worst = std::max(worst, finding.level);
  return worst;
}

const check_finding* reason_of(const check_row& x) noexcept {
  const auto worst = level_of(x);
  const auto found
    = std::find_if(x.findings.begin(), x.findings.end(),
                   [&](const auto& y) { return y.level == worst; });
  return worst == check_level::ok || found == x.findings.end() ? nullptr
                                                               : &*found;
}

bool can_trade(const check_row& x) noexcept {
  const auto level = level_of(x);
  return level == check_level::ok || level == check_level::warning;
}

int exit_status_of(const std::vector<check_row>& rows) noexcept {
  auto worst = check_level::ok;
  for (const auto& x : rows)
    worst = std::max(worst, level_of(x));
  if (worst == check_level::misconfigured)
    return 2;
  return worst == check_level::failed ? 1 : 0;
}

} // namespace ballast::apps
