// From files, variables and flags to settings.
//
//   defaults < ballast.toml < .env < environment < command line
//
// Everything is handed in: which files to read, the environment, the flags.
#pragma once

#include "config/settings.hpp"
#include "config/variables.hpp"
#include "domain/result.hpp"

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

namespace ballast::config {

/// What the command line says. None of it is a secret: those show in `ps`.
struct command_line {
  bool demo = false; ///< At most one of the three.
  bool paper = false;
  bool live = false;
  std::optional<std::string> listen = std::nullopt;   ///< "127.0.0.1:0"
  std::optional<std::string> data_dir = std::nullopt; ///< Not empty.
  bool log_json = false;
};

struct sources {
  std::optional<std::filesystem::path> toml;     ///< Must exist when named.
  std::optional<std::filesystem::path> env_file; ///< Must exist when named.
  std::vector<environment_variable> environment;
  command_line overrides;
  /// Every venue that there is, with its defaults: files and variables speak
  /// of these alone.
  std::vector<venue_settings> venues;
  /// Half and broken sets become gaps instead of refusals: for who reports on
  /// every account. Nobody trades on settings that were loaded so.
  bool keep_broken_credentials = false;
};

/// Reads all sources and checks the whole.
///
/// The mode is what the highest layer says. When none does: paper with a
/// configuration file or any complete credentials, else a demo, and
/// `demo_by_default` is set.
/// @returns ec::invalid_argument with one sentence, "place: key: expectation",
///          that holds no value; half a set of credentials (unless kept) and a
///          listener off loopback without a token are refused as well. Call
///          `scrub` in either case.
result<settings> load(const sources& from);

} // namespace ballast::config
