// How much of a published limit we use: all of it, until a 429 says otherwise.
//
//   1 ──┐                        ┌───────── 1
//       │              ......────┘
//       │         .....            f(t) = f0 - (f0 - f_cut) ((T - t) / T)^3
//       │      ...
//       │    ..
//       └───.  f_cut = max(0.1, 0.7 f0)       T = max(60 s, 2 W)
//          └─ recovery begins
//
// After a second cut during a recovery f0 itself is below 1: it is reached
// after T, and 1 by the same law after another T.
//
// Everything is whole millionths and nanoseconds. The curve climbs in steps
// of T / 120, each at the height of its beginning, so that its integral (what
// a bucket has drained) and the instant at which an amount has drained are
// exact, and neither depends on how often anybody looked.
//
// Source: limits-and-health.md, section 2.
#pragma once

#include "domain/decimal.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <optional>

namespace ballast {

class limit_factor {
public:
  /// The whole limit, in millionths.
  static constexpr std::int64_t whole = 1'000'000;
  /// The least that cuts can leave.
  static constexpr std::int64_t least = whole / 10;

  /// @param window the limit's W, > 0: how often it may be cut, and T.
  explicit limit_factor(duration window);

  /// Cuts to max(0.1, 0.7 f), unless it was cut less than W ago.
  /// @param recovers_from when the climb begins (the end of a hold), >= now.
  /// @returns whether it was cut.
  bool cut(time_point now, time_point recovers_from);
  /// Takes a stored factor over: it climbs to 1 from `recovers_from` on.
  /// @param millionths clamped to [least, whole].
  void resume(std::int64_t millionths, time_point cut_at,
              time_point recovers_from);

  /// The share at `t`, in millionths: [least, whole].
  std::int64_t at(time_point t) const noexcept;
  /// The integral of the share over [from, to), in millionths x nanoseconds.
  int128 integral(time_point from, time_point to) const noexcept;
  /// The first instant t with integral(from, t) >= amount. Never further away
  /// than 30 years, so that it fits a time_point.
  time_point reached(time_point from, int128 amount) const noexcept;
  /// The first instant from `t` on at which the share is at least this.
  /// @returns nothing if it never is: more than the whole.
  std::optional<time_point> first_at(time_point t,
                                     std::int64_t millionths) const noexcept;
  std::optional<time_point> cut_at() const noexcept { return cut_at_; }
  /// Whether it was never cut, so that the share is the whole at any time.
  bool is_uncut() const noexcept { return !cut_at_; }

private:
  std::int64_t height(std::int64_t step) const noexcept;
  std::int64_t step_at(time_point t) const noexcept;
  time_point step_end(std::int64_t step) const noexcept;

  duration window_;
  duration step_;
  std::int64_t before_ = whole; ///< f0.
  std::int64_t low_ = whole;    ///< f_cut.
  time_point from_;             ///< When the climb begins.
  std::optional<time_point> cut_at_;
};

} // namespace ballast
