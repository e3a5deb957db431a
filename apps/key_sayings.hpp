// What a venue's own words about a key come to: one cause and one remedy.
#pragma once

#include "apps/check_finding.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ballast::apps {

/// The finding of a refused key, where the venue's words tell more than that it
/// is refused.
/// @param words what the venue said, with its code
std::optional<check_finding> key_saying(const check_place& place,
                                        std::string_view words);

} // namespace ballast::apps
