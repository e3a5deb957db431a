// How one request to a venue ended, in the one taxonomy all venues map to.
#pragma once

#include "domain/time.hpp"

#include <cstdint>
#include <optional>
#include <string>

namespace ballast {

enum class outcome_kind : std::uint8_t {
  ok,
  refused,        ///< A business "no": funds, minimum, parameters.
  unknown_symbol, ///< The venue does not (any longer) know this market.
  throttled,      ///< 429 and its relatives.
  banned,         ///< 418, "banned until", temporary lockout.
  unauthorised,   ///< The key or signature was not taken.
  not_permitted,  ///< The key is good but lacks the right.
  clock_or_nonce, ///< Timestamp or nonce outside the venue's window.
  maintenance,
  unavailable, ///< 5xx, connection lost after bytes left.
  timed_out,   ///< No whole answer in time.
  malformed,   ///< An answer that is not what the manual promises.
  own_network, ///< Our side: DNS, no route, no descriptor. No byte left.
  not_sent,    ///< No connection was ready in time. No byte left.
};

const char* to_string(outcome_kind x) noexcept;

/// Whether this outcome proves that no byte of the request left us, so that
/// what it would have spent may be given back.
constexpr bool is_unsent(outcome_kind x) noexcept {
  return x == outcome_kind::own_network || x == outcome_kind::not_sent;
}

/// The four things that health_score counts; `none` touches no score.
enum class health_class : std::uint8_t {
  none,
  ok,
  business,
  throttled,
  system,
  auth
};

/// Source: limits-and-health.md, section 3. A delisted symbol or a refused
/// order is an answer and so proves health; our own network says nothing.
constexpr health_class health_class_of(outcome_kind x) noexcept {
  switch (x) {
  case outcome_kind::ok:
    return health_class::ok;
  case outcome_kind::refused:
  case outcome_kind::unknown_symbol:
  case outcome_kind::clock_or_nonce:
  case outcome_kind::maintenance:
    return health_class::business;
  case outcome_kind::throttled:
  case outcome_kind::banned:
    return health_class::throttled;
  case outcome_kind::unauthorised:
  case outcome_kind::not_permitted:
    return health_class::auth;
  case outcome_kind::unavailable:
  case outcome_kind::timed_out:
  case outcome_kind::malformed:
    return health_class::system;
  case outcome_kind::own_network:
  case outcome_kind::not_sent:
    return health_class::none;
  }
  return health_class::none;
}

/// What an answer said about the limits behind it; absent where it was silent.
///
/// `counted` and `exceeded` name rows of the venue's table of limits, so that
/// what is said of one limit touches no other. Without a name a limit is meant
/// by its size.
struct limit_feedback {
  std::optional<duration> retry_after;    ///< From now; already clamped.
  std::optional<std::uint32_t> limit;     ///< The venue's own N.
  std::optional<std::uint32_t> remaining; ///< Of that N.
  std::string counted = {}; ///< Whose figures these are; or empty.
  std::optional<std::uint32_t> used = {}; ///< Of `counted`, counted upwards.
  std::string exceeded = {}; ///< What a refusal says was too much; or empty.
};

/// The least that a venue is known to ban for (Binance: 2 minutes to 3 days).
constexpr auto ban_unstated = std::chrono::minutes{2};

/// How long a ban lasts: as stated, or the least where the answer was silent or
/// named no future.
constexpr duration ban_length(const limit_feedback& said) noexcept {
  const auto stated = said.retry_after.value_or(duration::zero());
  return stated > duration::zero() ? stated : duration{ban_unstated};
}

} // namespace ballast
