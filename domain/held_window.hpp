// The log of a window limit: a request holds its place until it has been
// answered and the window is over.
//
//   sent ───── unanswered ───── answered ────── W ────── leaves the log
//
// At most N of any N + 1 requests can be in the log when the last of them is
// sent, so no window of the venue, sliding or fixed, ever sees N + 1.
// Source: limits-and-health.md, "Hold until answered".
#pragma once

#include "domain/limit_factor.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <deque>
#include <optional>

namespace ballast {

/// Counts units; knows no limit, which is the owner's.
class held_window {
public:
  /// Units that leave together.
  struct entry {
    time_point leaves;
    std::uint64_t units = 0;
  };

  /// @pre window > 0
  explicit held_window(duration window);

  /// Units of a request that may be sent from now on.
  void take(std::uint32_t units) noexcept { unanswered_ += units; }
  /// No byte of it left after all. @pre taken and not answered
  void refund(std::uint32_t units) noexcept;
  /// @returns as `keep`. @pre taken and not answered
  bool answer(std::uint32_t units, time_point at);
  /// Adds units that were never taken here and leave at a known instant.
  /// @returns whether others, which came before, leave later.
  bool keep(std::uint64_t units, time_point leaves);
  /// Drops what has left by `now`.
  void settle(time_point now);
  void clear();

  /// Units in the log at `now`, unanswered ones included.
  std::uint64_t used(time_point now) const noexcept;
  std::uint64_t unanswered() const noexcept { return unanswered_; }
  /// When `used + units <= limit` first holds: `now` if it does already, absent
  /// if answers are needed for it or nothing helps.
  std::optional<time_point> room_at(std::uint64_t units, std::uint64_t limit,
                                    time_point now) const noexcept;
  /// The earliest instant at which room can appear through the unanswered if
  /// the first of them counts as answered at `release`.
  time_point room_after(time_point release) const noexcept {
    return release + window_;
  }
  /// Answered units by the instant at which they leave, soonest first.
  const std::deque<entry>& log() const noexcept { return log_; }

private:
  duration window_;
  std::deque<entry> log_;
  std::uint64_t answered_ = 0; ///< The sum over log_.
  std::uint64_t unanswered_ = 0;
};

} // namespace ballast
