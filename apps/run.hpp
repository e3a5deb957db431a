// `ballast run`: a node, until it is told to stop.
#pragma once

#include "apps/venues.hpp"
#include "config/load.hpp"

#include <chrono>
#include <optional>
#include <string>

namespace ballast::apps {

struct run_arguments {
  config::command_line overrides;
  std::optional<std::string> configuration;          ///< --config
  std::optional<std::string> env_file;               ///< --env-file
  std::optional<std::chrono::milliseconds> how_long; ///< --for
  std::optional<std::string> report;                 ///< --report
  bool verbose = false;                              ///< --verbose
};

/// @returns the exit status of contract.md.
int run(const run_arguments& arguments,
        const venue_table& table = registered_venues());

} // namespace ballast::apps
