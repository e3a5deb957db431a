// What the MONITOR last knew, readable from any thread without asking it.
//
// The endpoint's threads read, the MONITOR alone writes: an immutable snapshot
// changes hands under a mutex held for the length of a pointer copy.
#pragma once

#include "messages/registry.hpp"

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace ballast {

/// One venue and account, joined from what its actors pushed.
struct venue_row {
  broker_status broker;
  venue_health health;
  permit_status permits;
  rotation_status rotation;
  bool is_scanner = false;
  /// Permits and rotation are its own: it scans, or was the last that did.
  bool has_scan_figures = false;
  std::string halted; ///< Why its account opens nothing; empty: it may.
};

/// One actor, joined from its own pulse and its supervisor's view.
struct actor_row {
  actor_vitals vitals;
  actor_life life;
};

struct status_report {
  std::string node;
  std::string mode; ///< "demo", "paper", "live"
  std::string version;
  unix_time started_at;
  unix_time taken_at;
  duration uptime{};
  bool halted = false;
  std::vector<venue_row> venues;            ///< By venue, then account.
  std::vector<actor_row> actors;            ///< By name.
  std::vector<portfolio_status> portfolios; ///< By account.
  std::string trading; ///< Why nothing trades; empty when it does.
};

class status_board {
public:
  std::shared_ptr<const status_report> read() const {
    const auto lock = std::lock_guard{mutex_};
    return report_;
  }
  void write(status_report x) {
    auto next = std::make_shared<const status_report>(std::move(x));
    const auto lock = std::lock_guard{mutex_};
    report_ = std::move(next);
  }

private:
  mutable std::mutex mutex_;
  std::shared_ptr<const status_report> report_
    = std::make_shared<const status_report>();
};

/// `state` of contract.md: connected, skipped, connecting, degraded, open,
/// halted or failed; and why, empty only when connected.
struct venue_state {
  std::string state;
  std::string reason;
};
venue_state state_of(const venue_row& row);

/// "our clock is 60.0s behind the venue's: set it (…)", whatever its size.
std::string clock_objection(duration offset);

/// Whether this account could trade now, or the reason why not. A slow venue
/// is still a venue: `degraded` can trade.
std::string why_not_ready(const venue_row& row);

} // namespace ballast
