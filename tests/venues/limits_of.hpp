// The limits of one account, as the shipped file of its venue has them.
#pragma once

#include "venues/limit_file.hpp"

#include <string>

namespace ballast::venues {

inline account_limits limits_of(const std::string& venue,
                                const std::string& account = "master") {
  return {*limits_of_venue(venue, {}), account};
}

} // namespace ballast::venues
