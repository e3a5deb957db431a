// The breaker over all venues: scanning and entries wait everywhere.
//
// It opens for two reasons, limits-and-health.md section 4. No venue is left:
// every one that could be scanned has its own breaker open. Or our own network
// is down: errors of our side (DNS, no route) at three venues, or at all if
// fewer run, within five seconds. In the second case the venues' breakers stay
// as they are, and one probe a second looks for the way out.
#pragma once

#include "domain/time.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

/// One venue as one account sees it.
struct venue_standing {
  std::string venue;
  bool connected = false;
  bool shut = false;        ///< The breaker of its scans is not closed.
  std::uint32_t errors = 0; ///< That opened it; once a venue.
  duration retry_in{};
};

class global_breaker {
public:
  enum class cause : std::uint8_t { none, no_venue_left, local_network };

  struct change {
    cause now = cause::none;
    std::uint32_t errors = 0; ///< That led to it.
    duration wait{};          ///< Until something is tried again.
  };

  /// A request failed on our side.
  void own_network_failed(const std::string& venue, time_point now);
  /// A venue was reached: our side works.
  void reached(const std::string& venue);

  /// Looks at all venues.
  /// @returns what changed, if anything did.
  std::optional<change> update(const std::vector<venue_standing>& venues,
                               time_point now);

  bool is_open() const noexcept { return cause_ != cause::none; }
  /// Whether one probe a second should look for the way out.
  bool wants_probes() const noexcept { return cause_ == cause::local_network; }

private:
  cause judge(const std::vector<venue_standing>& venues, time_point now) const;

  struct failures {
    time_point last;
    std::uint32_t count = 0; ///< In a row.
  };
  std::map<std::string, failures> own_; ///< By venue, since it was reached.
  cause cause_ = cause::none;
};

} // namespace ballast
