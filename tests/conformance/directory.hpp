// Where the recorded vectors lie.
#pragma once

#include <cstdlib>
#include <filesystem>

namespace ballast::conformance {

/// BALLAST_VECTORS where it is set, else beside the source tree.
inline std::filesystem::path vectors_directory() {
  const auto* asked = std::getenv("BALLAST_VECTORS");
  return asked != nullptr && *asked != '\0'
           ? std::filesystem::path{asked}
           : std::filesystem::path{BALLAST_SOURCE_FOLDER} / "../shared/vectors";
}

} // namespace ballast::conformance
