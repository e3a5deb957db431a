// A number from a name, the same on every machine (std::hash is not).
#pragma once

#include "domain/random.hpp"

#include <cstdint>
#include <string_view>

namespace ballast::sim {

/// FNV-1a over the bytes, then mixed so that near names are far apart.
constexpr std::uint64_t hash_of(std::string_view text,
                                std::uint64_t seed) noexcept {
  auto sum = std::uint64_t{0xcbf29ce484222325} ^ seed;
  for (const auto x : text) {
    sum ^= static_cast<unsigned char>(x);
    sum *= 0x100000001b3ULL;
  }
  return random_source{sum}.next();
}

} // namespace ballast::sim
