// What a trader must be told about a venue beside what its API says: which
// rights a key needs, and which variables are meant.
#pragma once

#include "apps/check_finding.hpp"
#include "venues/profile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::apps {

/// The rights that a key needs and must not have, in the venue's own words or
/// in some that fit all.
std::string_view rights_of(const check_place& place);

/// "BALLAST_KRAKEN_REST_URL"
std::string rest_url_variable(std::string_view venue);

/// "KRAKEN_MASTER_API_SECRET"
std::string credential_variable(std::string_view venue,
                                std::string_view account,
                                std::string_view what);

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words);

} // namespace ballast::apps
