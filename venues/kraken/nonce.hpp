// Numbers that only ever rise, one for each signed request of a key.
//
//   nonce = max(last + 1, calendar in microseconds)
//
// The venue compares with the highest nonce it has seen of the key and nothing
// else: a calendar that steps back, or a restart that forgot, would lock the
// key out. Microseconds, since a key that has seen nanoseconds refuses them
// for ever, and one that has seen milliseconds takes them.
// Source: Kraken, Spot REST authentication, nonce.
#pragma once

#include "domain/time.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace ballast::venues::kraken {

class nonce_source {
public:
  /// @param floor every nonce will be above it: the mark stored ahead in the
  ///        last life, or zero.
  explicit constexpr nonce_source(std::uint64_t floor = 0) noexcept
      : last_{floor} {}

  /// A nonce above all before. `now` may go back. At the very end of the
  /// range there is no higher one, and the last is given again: the venue
  /// refuses it, and such a key must be replaced.
  constexpr std::uint64_t next(unix_time now) noexcept {
    constexpr auto most = std::numeric_limits<std::uint64_t>::max();
    const auto milliseconds = std::max<std::int64_t>(
      0,
      std::min<std::int64_t>(now.time_since_epoch().count(),
                             std::numeric_limits<std::int64_t>::max() / 1000));
    const auto clock = static_cast<std::uint64_t>(milliseconds) * 1000U;
    last_ = std::max(last_ == most ? most : last_ + 1, clock);
    return last_;
  }

  /// The last one given, or the floor.
  constexpr std::uint64_t last() const noexcept { return last_; }

  /// Every one from now on is above `floor`.
  constexpr void skip(std::uint64_t floor) noexcept {
    last_ = std::max(last_, floor);
  }

private:
  std::uint64_t last_;
};

} // namespace ballast::venues::kraken
