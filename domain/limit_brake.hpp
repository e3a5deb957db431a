// What a venue's "slow down" does to one budget.
//
//   429 ──▶ hold ──one tries──▶ factor 0.7, climbing ──▶ whole
//             ▲          │
//             └──────────┘ a 429 again: held twice as long, at most 30 s
//   ban ──▶ silence until the stated time + 10 %
//
// A 429 that answers a request sent before the hold began belongs to the same
// volley and changes nothing. Source: limits-and-health.md, section 2.
#pragma once

#include "domain/limit.hpp"
#include "domain/limit_factor.hpp"
#include "domain/time.hpp"

#include <optional>

namespace ballast {

class limit_brake {
public:
  explicit limit_brake(const limit_row& row);

  /// What a 429 did.
  struct effect {
    bool in_spite_of_hold = false; ///< The first answer after a hold, again.
    bool changed = false;          ///< Held, held longer or cut.
  };
  /// @param granted_at when the throttled request got its permit.
  /// @param retry_after what the venue asked for; zero and less say nothing.
  effect throttled(time_point granted_at, std::optional<duration> retry_after,
                   time_point now);
  /// A 429 that looks spurious: remembered, so that a second one counts.
  void suspect(time_point now) { throttled_at_ = now; }
  /// Whether a 429 now would stand alone: none within 10 s, none expected.
  bool would_be_lone(time_point now) const noexcept;
  /// An answer that was no 429.
  void answered_well(time_point granted_at) noexcept;
  void ban(duration how_long, time_point now);

  /// Whether a hold is over and nothing has been answered well since: one
  /// request at a time tries, so that a venue that still refuses sees one.
  bool is_unproved(time_point now) const noexcept {
    return unproved_ && now >= hold_ends_;
  }
  /// The end of the hold that is on at `now`, for all lanes but EXIT.
  std::optional<time_point> held_until(time_point now) const noexcept;
  /// The end of the ban that is on at `now`, for all lanes.
  std::optional<time_point> banned_until(time_point now) const noexcept;
  const limit_factor& factor() const noexcept { return factor_; }

  /// Take over what was stored.
  void resume_hold(time_point until, time_point now);
  void resume_ban(time_point until) { banned_until_ = until; }
  void resume_factor(std::int64_t millionths, time_point cut_at,
                     time_point now);

private:
  duration next_hold(std::optional<duration> retry_after) const;

  duration first_hold_;
  limit_factor factor_;
  std::optional<time_point> hold_began_;
  time_point hold_ends_;
  bool unproved_ = false; ///< No good answer yet to what was sent after a hold.
  unsigned repeats_ = 0;
  std::optional<time_point> throttled_at_;
  std::optional<time_point> banned_until_;
};

} // namespace ballast
