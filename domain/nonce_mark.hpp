// What a key needs whose numbers may only rise: a mark that is durable before
// any number below it is used, and a way out when the venue refuses one.
//
//        used            durable
//   ──────┼─────────────────┼──────────▶ nonces (microseconds)
//        last              mark
//
// After a crash nobody knows which numbers were used; all are below the mark,
// so the next life begins above it. The mark stands little ahead of what is
// used (ten seconds, or a thousand numbers where the numbers are ahead of the
// clock already), or every crash would push the key a long way into the future
// and lock out whoever uses it next.
#pragma once

#include "domain/time.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <optional>

namespace ballast {

/// Microseconds since 1970, which is what nonces count; zero before that.
constexpr std::uint64_t microseconds_of(unix_time now) noexcept {
  return now.time_since_epoch().count() <= 0
           ? 0
           : static_cast<std::uint64_t>(now.time_since_epoch().count()) * 1000U;
}

/// The mark stored ahead of one key's nonces. Keeps no clock.
class nonce_mark {
public:
  /// What must be stored before another request of the key is signed; nothing
  /// when the stored mark covers the next nonce, max(last + 1, now).
  /// @param last the largest nonce used or excluded so far.
  std::optional<std::uint64_t> to_store(std::uint64_t last,
                                        unix_time now) const noexcept {
    const auto clock = microseconds_of(now);
    if (std::max(last, clock) < stored_)
      return std::nullopt;
    // At the very end of the range there is nothing left to be ahead by.
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    return std::max(clock + ahead_of_clock,
                    last > most - ahead_of_last ? most : last + ahead_of_last);
  }

  /// A mark is durable. Lower ones than before change nothing.
  void stored(std::uint64_t mark) noexcept {
    stored_ = std::max(stored_, mark);
  }

private:
  static constexpr std::uint64_t ahead_of_clock = 10'000'000; // 10 s
  static constexpr std::uint64_t ahead_of_last = 1'000;
  std::uint64_t stored_ = 0;
};

/// What to do when a nonce is refused although ours only rise.
///
///   first    again      overtaken on the way, or a mark of ours was lost
///   second   skip       another program is a little ahead of our clock
///   third    stop       it is far ahead (nanoseconds), or uses the key now
///
/// A refused request was not executed, so asking again is safe. Venues lock
/// out keys that go on being refused, so there is no fourth.
/// Source: kraken.md sections 3 and 10; faults.md E18.
class nonce_recovery {
public:
  enum class action : std::uint8_t { again, skip, stop };

  /// How far ahead of the clock `skip` goes, in nonces.
  static constexpr std::uint64_t skip_by = 60'000'000; // 1 min

  action refused() noexcept {
    constexpr std::uint8_t enough = 3;
    refusals_ = static_cast<std::uint8_t>(std::min(refusals_ + 1, +enough));
    return refusals_ == 1   ? action::again
           : refusals_ == 2 ? action::skip
                            : action::stop;
  }
  /// The venue took one. A key that was stopped stays so.
  void accepted() noexcept {
    if (!stopped())
      refusals_ = 0;
  }
  bool stopped() const noexcept { return refusals_ >= 3; }

private:
  std::uint8_t refusals_ = 0; ///< In a row.
};

} // namespace ballast
