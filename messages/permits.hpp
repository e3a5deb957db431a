// BROKER and RATE GOVERNOR: the right to send, and what became of it.
//
//   broker ──permit_demand──▶ governor          a standing wish
//   broker ◀──permit_grant─── governor          pushed when room is proved
//   broker ──permit_return──▶ governor          unused, or too old
//   broker ─request_outcome─▶ governor ─judged─▶ health monitor
#pragma once

#include "messages/fields.hpp"

#include <string>
#include <vector>

namespace ballast {

/// Posts, replaces or (count 0) withdraws a standing wish. BROKER -> RATE
/// GOVERNOR. The upper 32 bits of the wish's id name the broker.
struct permit_demand {
  std::string venue;
  permit_wish wish;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, permit_demand& x) {
  return f(caf::meta::type_name("permit_demand"), x.venue, x.wish);
}

/// Rights to send one request each. RATE GOVERNOR -> BROKER.
struct permit_grant {
  std::vector<granted_permit> permits;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, permit_grant& x) {
  return f(caf::meta::type_name("permit_grant"), x.permits);
}

/// These were not used, and no byte left under them. BROKER -> RATE GOVERNOR.
struct permit_return {
  std::vector<permit_id> permits;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, permit_return& x) {
  return f(caf::meta::type_name("permit_return"), x.permits);
}

/// How one request ended. BROKER -> RATE GOVERNOR, which adds its verdict and
/// sends it on to the HEALTH MONITOR.
struct request_outcome {
  std::string venue;
  std::string account;
  std::string scope; ///< The first budget it spent from: the health's scope.
  permit_id permit = 0;
  outcome_kind kind = outcome_kind::ok;
  duration latency{};
  limit_feedback limits;
  bool byte_left = true; ///< False only when surely nothing was sent.
  bool answered = true;  ///< A whole reply came, whatever it said.
  bool probe = false;    ///< Sent because a half-open breaker asked for it.
  std::string text; ///< The venue's words, cleaned, at most 200 characters.
  /// Verdict of the RATE GOVERNOR: a 429 that came although the hold was kept.
  bool in_spite_of_hold = false;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, request_outcome& x) {
  auto load
    = [&] { return in_range(x.kind, outcome_kind::not_sent, "outcome.kind"); };
  return f(caf::meta::type_name("request_outcome"), x.venue, x.account, x.scope,
           x.permit, x.kind, x.latency, x.limits, x.byte_left, x.answered,
           x.probe, x.text, x.in_spite_of_hold, caf::meta::load_callback(load));
}

} // namespace ballast
