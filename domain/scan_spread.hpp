// Spreads scans over a long window.
//
// A window of a minute that scans empty in its first second is of no use to
// anybody until it is over: an order would wait for 58 s, and markets would be
// asked twice in that second and then not for a minute. So scans take turns
// with time:
//
//     used ▲                  ______________   up to half: at once
//          │          __,--''                  beyond: one a W / N, or, where
//          │  ┌──--''                          less is left, so that it lasts
//          │──┘ half                           until the oldest place is free
//          └─────────────────────────▶ t
//
// Source: limits-and-health.md, section 1, "pace scans always".
#pragma once

#include "domain/decimal.hpp"
#include "domain/time.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

namespace ballast {

/// Knows when scans went and when the next is due; what is in use is the
/// owner's.
class scan_spread {
public:
  /// What there is to be spread.
  struct stock {
    std::uint64_t whole = 1; ///< Units a window for scans; > 0.
    duration window{};
    std::uint64_t room = 0;           ///< Units of it not in use.
    std::optional<time_point> oldest; ///< When a place is free again.
  };

  /// When a scan of `cost` is due.
  time_point due(std::uint32_t cost, const stock& x) const {
    if (!last_)
      return time_point::min();
    auto result = due_;
    // What is left at the time t, spread until `oldest`, has come to one more
    // scan once (t - last) / cost = (oldest - t) / room.
    if (x.oldest && *x.oldest > *last_ && x.room >= cost) {
      const auto wait
        = int128{(*x.oldest - *last_).count()} * cost / (int128{x.room} + cost);
      result
        = std::max(result, *last_ + duration{static_cast<std::int64_t>(wait)});
    }
    return result;
  }

  /// A scan goes. The next is due by the pace, not by how late this one was;
  /// but of a long pause no more than a twentieth of the window is made up for.
  void took(std::uint32_t cost, const stock& x, time_point now) {
    const auto gap = gap_of(cost, x);
    due_ = std::clamp(due_ + gap, now + gap - x.window / 20, now + gap);
    last_ = now;
  }
  /// It did not go after all.
  void refunded(std::uint32_t cost, const stock& x) { due_ -= gap_of(cost, x); }

private:
  static duration gap_of(std::uint32_t cost, const stock& x) {
    return duration{static_cast<std::int64_t>(int128{x.window.count()} * cost
                                              / int128{x.whole})};
  }

  time_point due_{};
  std::optional<time_point> last_;
};

} // namespace ballast
