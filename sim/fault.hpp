// What a simulated venue can be told to do wrong.
#pragma once

#include "domain/result.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim {

enum class fault_kind : std::uint8_t {
  throttle,
  throttle_html,
  retry_after,
  ban,
  server_error,
  error_200,
  html_200,
  deep_json,
  truncated,
  cut,
  hang,
  reset,
  trickle,
  slow,
  clock_skew,
  unauthorised,
  permission_denied,
  maintenance,
  delist,
  invalid_nonce,
  post_only,
  can_withdraw,
  view_only,
  low_balance,
};

/// One line of the table that parses, prints and explains the kinds.
struct fault_description {
  fault_kind kind;
  std::string_view name;     ///< As in JSON.
  std::string_view sentence; ///< For --help.
};

/// Every kind once, in the order of the enumeration.
std::span<const fault_description> fault_table();
std::string_view to_string(fault_kind x);

/// One misbehaviour, in JSON
/// `{"kind","match","rate","after","for","value"}`; only `kind` is required.
struct fault {
  fault_kind kind = fault_kind::throttle;
  /// Part of the target ("/candles"); for `delist` and `post_only` of the
  /// product's id; for `can_withdraw`, `view_only` and `low_balance` of the
  /// account's name. Empty: all.
  std::string match;
  /// Share of matching arrivals that it hits, 0 to 1; where a product or an
  /// account is matched, the share of those, always the same ones.
  double rate = 1.0;
  duration after{};              ///< Quiet for so long at first.
  std::optional<duration> lasts; ///< From its beginning; absent: for good.
  std::string value;             ///< Meaning depends on the kind, see table.
};

/// Reads "30s", "150ms", "2.5m", "1h", "10us", also with a minus sign.
/// @returns ec::invalid_argument for anything else, or beyond 10 years.
result<duration> parse_duration(std::string_view text);

/// Reads a JSON list of faults.
/// @returns ec::invalid_argument naming the entry and what is wrong with it:
///          unknown kind or key, a rate outside 0..1, a broken duration.
result<std::vector<fault>> parse_faults(std::string_view json);

} // namespace ballast::sim
