// The venue's side of a limit: was this arrival one too many?
//
// Written apart from the governor's own model on purpose, on another idea: a
// window is the plain log of what was admitted, a bucket an exact count of
// nanoseconds. What was refused takes no room, unless the rule says so.
#pragma once

#include "domain/limit.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <deque>

namespace ballast::sim {

/// One published limit.
struct limit_rule {
  limit_kind kind = limit_kind::sliding_window;
  std::uint32_t units = 1; ///< Per window; > 0.
  duration window{};       ///< > 0.
  std::uint32_t burst = 0; ///< Buckets and counters only; > 0 there.
  /// Buckets and counters only: a refused call spends all the same, so that
  /// who goes on calling stays out for longer.
  bool charges_refused = false;
};

/// What the headers of an answer say about a limit.
struct limit_standing {
  std::uint32_t limit = 0;     ///< Units per window.
  std::uint32_t remaining = 0; ///< Whole units that would be admitted now.
  duration wait{};             ///< Until one unit is there; zero if it is.
};

/// Keeps no clock; a time that runs backwards counts as standing still.
///
///     sliding   at most N admitted in (now - W, now]
///     fixed     at most N admitted in [k W, (k + 1) W)
///     bucket    holds B, earns N a window; a decaying counter is the same
///               bucket counted from the other end
class limiter {
public:
  explicit limiter(limit_rule rule);

  /// Whether `cost` units would be admitted. Changes no count.
  bool has_room(std::uint32_t cost, time_point now);
  /// Spends. @pre has_room(cost, now)
  void take(std::uint32_t cost, time_point now);
  /// Takes note of a call that was turned away.
  void refuse(std::uint32_t cost, time_point now);
  limit_standing standing(time_point now);

private:
  struct entry {
    time_point at;
    std::uint32_t cost;
  };
  void advance(time_point now);
  std::uint32_t room() const;

  limit_rule rule_;
  time_point now_{};
  bool started_ = false;
  std::deque<entry> log_;    ///< Windows: what was admitted and still counts.
  std::uint64_t logged_ = 0; ///< Sum of its costs.
  /// Bucket: one unit is `window` nanoseconds. Refused calls leave a debt.
  std::int64_t credit_ = 0;
};

} // namespace ballast::sim
