// Reads the text of ballast.toml into settings.
#pragma once

#include "config/settings.hpp"
#include "domain/result.hpp"

#include <map>
#include <string>
#include <string_view>

namespace ballast::config {

/// Where a key got its value: "scan.candles" -> "ballast.toml:4".
using origins = std::map<std::string, std::string>;

/// Lays what `text` says over `into`.
/// @param file its name, for messages.
/// @returns ec::invalid_argument, "file:line: key: expectation", for what is
///          not TOML, an unknown key (with the nearest known one), a wrong
///          type, a value out of its range, a name that stands twice, an
///          account that follows nobody, and credentials, which do not belong
///          there. `into` is then half filled and of no use.
result<done> apply_toml(std::string_view text, const std::string& file,
                        settings& into, origins& places);

} // namespace ballast::config
