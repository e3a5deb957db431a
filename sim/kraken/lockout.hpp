// Shutting somebody out who goes on being refused.
#pragma once

#include "sim/limiter.hpp"

#include <cstdint>

namespace ballast::sim::kraken {

/// Too many refusals within a time lead to a lockout of the same time.
///
///     open ── more than `refusals_max` within `length` ──▶ shut
///     shut ── `length` later ──▶ open, and all forgotten
class lockout {
public:
  /// @pre refusals_max > 0 and length > 0
  lockout(std::uint32_t refusals_max, duration length)
      : rule_{limit_kind::sliding_window, refusals_max, length, 0} {}

  bool is_shut(time_point now) const { return now < until_; }

  /// Counts one more refusal.
  /// @returns whether it is the one that shuts.
  bool shuts_after_refusal(time_point now) {
    if (refusals_.has_room(1, now)) {
      refusals_.take(1, now);
      return false;
    }
    refusals_ = limiter{rule_};
    until_ = now + rule_.window;
    return true;
  }

private:
  limit_rule rule_;
  limiter refusals_{rule_};
  time_point until_ = time_point::min();
};

} // namespace ballast::sim::kraken
