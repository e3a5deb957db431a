// What a demo shows when nobody says otherwise: trades within three minutes at
// every venue, and each way in which an account may not trade.
//
//   MASTER   its own strategy; some markets tell stories that it waits for
//   USER_1   enters by chance, holds for 20 seconds
//   USER_2   holds a secret that no venue takes
//   USER_3   has less than a dollar
//   USER_4   is halted
#pragma once

#include "apps/simulated_venues.hpp"
#include "config/settings.hpp"
#include "domain/time.hpp"
#include "sim/exchange.hpp"

#include <string>
#include <vector>

namespace ballast::apps {

/// One simulated venue of a demo that begins at `now`.
simulated_venue_options demo_venue(const config::settings& settings,
                                   const std::string& venue, unix_time now);

/// The accounts of a venue with what each holds for its key: its own, but for
/// USER_2, who has a secret of MASTER's.
std::vector<sim::account_key> demo_keys(const config::settings& settings,
                                        std::vector<sim::account_key> all);

/// Candles of a minute, unless somebody chose others.
config::scan_settings demo_scan(const config::settings& settings);

/// Why an account's entries are halted from the start; empty: they are not.
std::string halted_in_demo(const config::settings& settings,
                           const std::string& account);

} // namespace ballast::apps
