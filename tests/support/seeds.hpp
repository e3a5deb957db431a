// How many seeds a property is tried with: few on each change, many at night.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace ballast::test {

/// @returns BALLAST_SEEDS where it is set to a number, else `otherwise`.
inline std::uint64_t seed_count(std::uint64_t otherwise) {
  const auto* asked = std::getenv("BALLAST_SEEDS");
  const auto count
    = asked == nullptr ? std::uint64_t{0} : std::strtoull(asked, nullptr, 10);
  return count == 0 ? otherwise : count;
}

} // namespace ballast::test
