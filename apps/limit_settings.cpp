#include "apps/limit_settings.hpp"

#include "venues/limit_file.hpp"

#include <algorithm>
#include <string>

namespace ballast::apps {

result<done> settle_limits(config::settings& settings,
                           const venue_table& table) {
  for (const auto& x : settings.venues) {
    // What is as published needs no look at what is.
    if (x.limits.limits.empty() && x.limits.weights.empty())
      continue;
    const auto ours = venues::limits_of_venue(x.name, x.limits);
    if (!ours)
      return ours.error();
    const auto looser
      = venues::looser_parts(*venues::shipped_limits(x.name), **ours);
    if (looser.empty())
      continue;
    auto text = "the configuration sets limits of " + title_of(x.name, table)
                + " looser than published: ";
    for (const auto& part : looser)
      text.append(&part == &looser.front() ? "" : ", ").append(part);
    settings.warnings.push_back(
      text
      + ". If the account has no more than the published ones, the venue "
        "will refuse, and may ban");
  }
  return done{};
}

limit_overrides limits_of(const config::settings& settings,
                          std::string_view venue) {
  const auto found
    = std::find_if(settings.venues.begin(), settings.venues.end(),
                   [&](const auto& x) { return x.name == venue; });
  return found == settings.venues.end() ? limit_overrides{} : found->limits;
}

} // namespace ballast::apps
