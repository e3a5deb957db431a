// HEALTH MONITOR to all: who is well, with the figures behind it.
#pragma once

#include "messages/fields.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast {

/// One breaker as it stands.
struct breaker_view {
  breaker_state state = breaker_state::closed;
  std::uint32_t opened = 0; ///< Times since start.
  duration retry_in{};      ///< Zero unless open.
  breaker_rule rule = breaker_rule::normal;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, breaker_view& x) {
  auto load = [&]() -> caf::error {
    if (auto wrong = in_range(x.state, breaker_state::half_open, "breaker"))
      return wrong;
    return in_range(x.rule, breaker_rule::shadow, "breaker.rule");
  };
  return f(caf::meta::type_name("breaker_view"), x.state, x.opened, x.retry_in,
           x.rule, caf::meta::load_callback(load));
}

/// Health of one venue as one account sees it. HEALTH MONITOR -> SCHEDULER,
/// BROKERS, MONITOR: every second, and at once when a breaker changes.
struct venue_health {
  std::string venue;
  std::string account;
  maybe<std::int32_t> score; ///< Absent below 10 samples.
  std::int32_t worst = 100;  ///< Score of its worst scope.
  health_counts counts;      ///< Last 60 s.
  health_factors factors;
  duration p50{};
  duration p99{};
  std::uint64_t requests = 0; ///< Since start, like the three below.
  std::uint64_t errors = 0;
  std::uint64_t rate_limited = 0;
  std::uint64_t timeouts = 0;
  f64 success_ratio = 1.0;
  std::string top_error; ///< Empty when there is none.
  std::string text;      ///< "48 = avail 1.00^2 x throttle .49 x …"
  std::int32_t batch_size = 0;
  breaker_view breaker;                 ///< The worst of its scopes.
  std::vector<std::string> open_scopes; ///< No new requests there but EXIT.
  bool global_open = false;             ///< The breaker over all.
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, venue_health& x) {
  return f(caf::meta::type_name("venue_health"), x.venue, x.account, x.score,
           x.worst, x.counts, x.factors, x.p50, x.p99, x.requests, x.errors,
           x.rate_limited, x.timeouts, x.success_ratio, x.top_error, x.text,
           x.batch_size, x.breaker, x.open_scopes, x.global_open);
}

/// Send the cheapest public call of this venue: a half-open breaker asks.
/// HEALTH MONITOR -> BROKER; answered by a request_outcome with `probe` set.
struct probe_request {
  std::string venue;
  std::string scope;
};

template <class Inspector>
typename Inspector::result_type inspect(Inspector& f, probe_request& x) {
  return f(caf::meta::type_name("probe_request"), x.venue, x.scope);
}

} // namespace ballast
