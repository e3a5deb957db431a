// Checks what the configuration says about limits against what each venue
// publishes: config/ knows numbers, venues/ knows which limits there are.
#pragma once

#include "apps/venues.hpp"
#include "config/settings.hpp"
#include "domain/result.hpp"

namespace ballast::apps {

/// Adds one warning a venue whose limits are looser than published: that is
/// allowed, and said at the start of every run.
/// @returns ec::invalid_argument, "ballast.toml:12: key: expectation", for a
///          limit or weight that a venue does not have.
result<done> settle_limits(config::settings& settings,
                           const venue_table& table = registered_venues());

/// What is known better of that venue's limits.
limit_overrides limits_of(const config::settings& settings,
                          std::string_view venue);

} // namespace ballast::apps
