// What a venue's limits leave for its scans, as far as scanning shows it.
//
// The published limit is what may be spent at most; orders, another program at
// the same address or a limit that was cut leave less. No limit tells that, but
// the scans do: so many of them waited so long until they could be sent.
#pragma once

#include "domain/time.hpp"

#include <chrono>
#include <cstddef>
#include <optional>

namespace ballast {

/// Keeps no clock; `now` never goes back.
class scan_pace {
public:
  /// Waiting that is measured at a time: as long as the longest window of a
  /// venue's that scans spend from, since all may leave at its beginning.
  static constexpr auto block = std::chrono::seconds{60};
  /// What is known of a venue that has nothing to scan grows old.
  static constexpr auto known_for = std::chrono::minutes{10};

  /// So many scans were sent, one after the other as they were permitted, and
  /// that took so long.
  void sent(std::size_t scans, duration took, time_point now);
  /// Forgets all: what was does not tell what will be.
  void reset() { *this = {}; }

  /// Scans a second to count with: what is published, where there is nothing
  /// else known or the difference is small.
  double of(double published, time_point now) const noexcept;

private:
  std::size_t scans_ = 0; ///< Of the block that is measured, as the next.
  duration took_{};
  std::optional<double> pace_; ///< Scans a second.
  time_point pace_at_{};
};

} // namespace ballast
