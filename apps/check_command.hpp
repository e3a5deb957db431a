// `ballast check`: can each account trade at each venue and, if not, why.
#pragma once

#include "apps/venues.hpp"

#include <optional>
#include <string>
#include <vector>

namespace ballast::apps {

struct check_arguments {
  std::vector<std::string> venues;          ///< Empty: all.
  std::optional<std::string> account;       ///< --account; absent: all.
  std::optional<std::string> configuration; ///< --config
  std::optional<std::string> env_file;      ///< --env-file
  std::optional<std::string> data_dir;      ///< --data
  bool json = false;                        ///< --json
};

/// Asks and tells; changes nothing but the nonce mark of a key, in a data
/// directory that is there.
/// @returns 0 when all that is configured can trade, or nothing is; 1 when an
///          account with credentials cannot; 2 for half or malformed
///          credentials, a wrong command line or configuration.
int check(const check_arguments& arguments,
          const venue_table& table = registered_venues());

} // namespace ballast::apps
