#pragma once

namespace ballast::apps {

inline constexpr const char* version = BALLAST_VERSION;

} // namespace ballast::apps
