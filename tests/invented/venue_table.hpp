// The table of venues that the build writes for these tests.
#pragma once

#include "apps/venues.hpp"

namespace ballast::apps {

/// Every registered venue, then the invented ones of CMakeLists.txt.
const venue_table& with_invented_venues();

} // namespace ballast::apps
