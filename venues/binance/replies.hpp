// What kind of answer a reply of Binance is, before its content is read.
//
// A 200 holds the content itself; an error comes as {"code":-1121,"msg":"..."}
// with another status. The status decides where it says more than the code:
//
//   418        banned                  5xx   unavailable, maintenance: the
//   429        throttled, or banned          outcome is unknown whatever the
//              by the words                  body says
//
// then the code (see replies.cpp), and without a known code
//
//   401        unauthorised            408   unavailable
//   403        banned: the firewall    451   not permitted
//   4xx with an unknown code: refused; all else: malformed
//
// Source: Binance Spot REST API, "HTTP return codes" and "Error codes".
#pragma once

#include "domain/outcome.hpp"
#include "net/wire.hpp"
#include "venues/verdict.hpp"

#include <simdjson.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::binance {

/// No ban is longer. Source: Binance Spot REST API, "IP limits": from 2 minutes
/// to 3 days. A ban is believed beyond other waits, since going on against it
/// makes it longer.
constexpr duration ban_max = std::chrono::hours{72};

/// {"code":-1121,"msg":"Invalid symbol."}
struct venue_error {
  std::int64_t code = 0;
  std::string message;

  std::string to_string() const; ///< "-1121: Invalid symbol."
};

/// What an error means; absent where the code is not known.
std::optional<outcome_kind> kind_of_error(const venue_error& x) noexcept;

/// The error that a parsed body is; absent for content.
std::optional<venue_error> error_in(simdjson::dom::element body);

/// Judges a 200 that holds an error all the same.
verdict judge_error(const net::reply& x, const venue_error& said);

/// Judges a reply whose status is not 200.
/// @pre x.status != 200
verdict judge_status(const net::reply& x);

/// What the headers say: a wait, and how much of the minute's weight is left.
/// Source: Binance Spot REST API, "IP limits", X-MBX-USED-WEIGHT-1M.
limit_feedback limits_of(const net::reply& x);

} // namespace ballast::venues::binance
