// What a trader must be told about a venue beside what its API says: where its
// keys are made, which rights one needs, how its rights read on that page.
#pragma once

#include "apps/check_finding.hpp"
#include "venues/profile.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::apps {

/// The venue's own words, or words that fit all.
const venues::guide& guide_of(const check_place& place);

/// A right as the venue's page calls it: "Create & modify orders" for
/// "modify-trades". What is not known stays as it is.
std::string right_on_page(const venues::guide& guide, std::string_view right);

/// "BALLAST_KRAKEN_REST_URL"
std::string rest_url_variable(std::string_view venue);

/// "KRAKEN_MASTER_API_SECRET"
std::string credential_variable(std::string_view venue,
                                std::string_view account,
                                std::string_view what);

/// "a", "a and b", "a, b and c".
std::string listed(const std::vector<std::string>& words);

} // namespace ballast::apps
