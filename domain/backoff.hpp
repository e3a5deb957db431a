// When to try again, and how often at most.
//
// Only calls that change nothing (GET) are tried again. Placing an order never
// is: it becomes *unknown* and is looked up.
//
// Source: limits-and-health.md, section 1, "Retries".
#pragma once

#include "domain/time.hpp"

#include <array>
#include <cstdint>
#include <deque>

namespace ballast {

/// Tries of one call in all, the first one included.
inline constexpr unsigned tries_max = 3;

/// How long to wait before trying again, with full jitter, so that those who
/// failed together do not come back together (R3):
/// random * min(20 s, 250 ms * 2^attempt).
/// @param attempt retries made so far: 0 before the first.
/// @param random in [0, 1).
duration next_delay(unsigned attempt, double random) noexcept;

/// Bounds the retries of one scope, so that an outage is not answered by three
/// times the load (B2): in any minute at most 10 and a tenth of the successes
/// of the last minute.
///
/// Keeps no clock; `now` never goes back. Retries are kept one by one,
/// successes in 12 buckets of 5 s, which cover 55 to 60 s: the budget is never
/// too large.
class retry_budget {
public:
  struct options {
    double share = 0.1;            ///< Of the successes.
    std::uint32_t per_minute = 10; ///< Whatever the successes.
  };

  retry_budget();
  explicit retry_budget(options opts);

  void succeeded(time_point now);
  /// Takes leave for one retry. @returns false when the budget is spent: the
  /// call has failed for good.
  bool take(time_point now);

private:
  struct bucket {
    std::int64_t epoch = -1; ///< Which 5 s since the clock's zero.
    std::uint64_t successes = 0;
  };
  double allowed(time_point now) const noexcept;

  options opts_;
  std::array<bucket, 12> buckets_{};
  std::deque<time_point> retries_; ///< Of the last minute.
};

} // namespace ballast
