// The version this build calls itself, set by CMake from the project.
#pragma once

namespace ballast::apps {

inline constexpr const char* version = BALLAST_VERSION;

} // namespace ballast::apps
