// Where every command's settings come from.
#pragma once

#include "apps/venues.hpp"
#include "config/load.hpp"

#include <optional>
#include <string>

namespace ballast::apps {

struct settings_source {
  config::command_line overrides;
  std::optional<std::string> configuration; ///< --config
  std::optional<std::string> env_file;      ///< --env-file
  /// See config::sources.
  bool keep_broken_credentials = false;
};

/// Reads ./ballast.toml and ./.env where no other is named and they are there,
/// then the environment, whose secrets are overwritten in place.
/// @returns what config::load says, and settle_limits after it.
result<config::settings> load_settings(const settings_source& from,
                                       const venue_table& table
                                       = registered_venues());

} // namespace ballast::apps
