// The debt of a bucket limit: a request's debit begins to drain only at its
// answer; until then it counts in full.
//
//   debt ▲  ┌──┐answered
//        │  │  └──.__  N units a W          admit while
//        │  │unans-  `--.__                 debt + unanswered + cost <= burst
//        │──┘wered         `--.__
//        └────────────────────────────▶ t
//
// Whatever the venue's own bucket has counted, this one has counted no less:
// each debit starts to drain here no earlier than there. A token bucket and a
// decaying counter are the same thing seen from two sides.
// Source: limits-and-health.md, "Bucket kinds".
//
// The debt is kept in units x W x 10^6 and drains N x (factor in millionths)
// of these a nanosecond: whole numbers, so no rounding ever mints a token,
// not even at one unit in three seconds.
#pragma once

#include "domain/decimal.hpp"
#include "domain/limit_factor.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>

namespace ballast {

/// Counts units; the burst and the factor are the owner's.
class held_bucket {
public:
  /// @pre units > 0, window > 0: the rate.
  held_bucket(std::uint32_t units, duration window);

  /// Units of a request that may be sent from now on.
  void take(std::uint32_t units) noexcept { unanswered_ += units; }
  /// No byte of it left after all. @pre taken and not answered
  void refund(std::uint32_t units) noexcept;
  /// @pre taken and not answered; settled up to `at`
  void answer(std::uint32_t units);
  /// Adds units that were never taken here; they drain from now on.
  void owe(std::uint64_t units) noexcept { debt_ += units * unit_; }
  /// Starts with a stored figure, rounded up, that drains from `since` on.
  void resume(double units, time_point since);
  /// Adds what drains within `x` at the whole rate, so that everything drains
  /// that much later.
  void delay(duration x);
  /// Lets the debt drain up to `now`. To be called before the factor changes.
  void settle(time_point now, const limit_factor& factor) noexcept;
  void clear();

  /// Units owed at `now` (a share of one counts as one), unanswered included.
  std::uint64_t used(time_point now, const limit_factor& factor) const noexcept;
  /// The same as it is, for eyes only.
  double used_about(time_point now, const limit_factor& factor) const noexcept;
  std::uint64_t unanswered() const noexcept { return unanswered_; }
  /// When `owed + units <= limit` first holds: `now` if it does already, absent
  /// if answers are needed for it or nothing helps.
  std::optional<time_point> room_at(std::uint64_t units, std::uint64_t limit,
                                    time_point now,
                                    const limit_factor& factor) const noexcept;

private:
  int128 debt_at(time_point now, const limit_factor& factor) const noexcept;

  int128 unit_; ///< One unit of debt: W x 10^6.
  std::uint32_t rate_;
  int128 debt_ = 0; ///< Answered, at settled_at_.
  time_point settled_at_;
  std::uint64_t unanswered_ = 0;
};

} // namespace ballast
