// How much of what a venue permits its scanning has used.
//
// "Permitted in a time t, from the first scan permit" (contract.md): the meter
// keeps t and what was sent in it; rate_budgets::permitted turns t into a
// number of requests.
#pragma once

#include "domain/time.hpp"

#include <array>
#include <cstdint>
#include <optional>

namespace ballast {

class scan_meter {
public:
  /// A permit went out; the first one for scanning starts the meter.
  void sent(bool for_scanning, time_point now);
  /// One that went out came back unused.
  void unsent(time_point now);
  /// Time stands still from here on: the node is draining.
  void freeze(time_point now);

  std::uint64_t total() const noexcept { return total_; }
  duration elapsed(time_point now) const;
  /// Sent in the last whole minute, or since the start while younger.
  std::uint64_t last_minute(time_point now) const;
  duration last_minute_length(time_point now) const;

private:
  struct slot {
    std::int64_t second = -1;
    std::uint64_t sent = 0;
  };
  slot& slot_of(time_point now);

  std::optional<time_point> first_;
  std::optional<time_point> frozen_;
  std::uint64_t total_ = 0;
  std::array<slot, 64> slots_{};
};

} // namespace ballast
