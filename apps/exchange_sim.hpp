// `ballast exchange-sim`: simulated exchanges on loopback, for people and
// their scripts.
#pragma once

#include "apps/venues.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast::apps {

struct exchange_sim_arguments {
  std::vector<std::string> venues;
  std::uint16_t port = 0;
  bool tls = false;
  std::string candles;
  std::uint64_t seed = 1;
  std::string faults; ///< JSON text, or a file that holds it.
  unsigned accounts = 1;
};

/// Serves until a signal comes.
/// @returns the exit status.
int exchange_sim(const exchange_sim_arguments& arguments,
                 const venue_table& table = registered_venues());

/// The kinds of faults, a line each, for --help.
std::string fault_help();

} // namespace ballast::apps
