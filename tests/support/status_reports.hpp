// Snapshots as the MONITOR would write them, for what renders them.
#pragma once

#include "actors/status_board.hpp"

namespace ballast::test {

/// One connected Coinbase account that scans, and a Kraken that is skipped.
inline status_report connected_report() {
  status_report result;
  result.node = "solo";
  result.mode = "demo";
  result.version = "0.1.0";
  result.started_at = unix_time{std::chrono::milliseconds{1768214307000}};
  result.uptime = std::chrono::seconds{42};
  result.trading = "this version places no orders";
  venue_row row;
  row.broker.venue = "coinbase";
  row.broker.account = "master";
  row.broker.phase = broker_phase::connected;
  row.broker.can_trade = true;
  row.broker.balances = {{"USD", decimal::whole(1000), decimal{}}};
  row.health.score = std::optional<std::int32_t>{100};
  row.health.counts.ok = 410;
  row.health.requests = 410;
  row.health.batch_size = 15;
  row.health.text = "100 = avail 1.00^2 x throttle 1.00";
  row.is_scanner = true;
  row.has_scan_figures = true;
  row.rotation.scanner = "master";
  row.rotation.markets_known = 970;
  row.rotation.markets = 647;
  row.rotation.position = 410;
  row.permits.granted = 410;
  row.permits.sent = 408;
  row.permits.permitted = 415.5;
  row.permits.utilisation = 0.98;
  result.venues.push_back(row);
  venue_row skipped;
  skipped.broker.venue = "kraken";
  skipped.broker.account = "master";
  skipped.broker.phase = broker_phase::skipped;
  skipped.broker.reason
    = "Kraken credentials not configured for MASTER (skipping)";
  result.venues.push_back(skipped);
  actor_row actor;
  actor.vitals = {"scheduler", "scheduler", 2, 99};
  actor.life = {"scheduler", "scheduler", "running", 1, "runtime error"};
  result.actors.push_back(actor);
  return result;
}

} // namespace ballast::test
