// How much a property is tried with: little on each change, much at night.
#pragma once

#include <cstdint>
#include <cstdlib>

namespace ballast::test {

/// @returns the variable where it is set to a number, else `otherwise`.
inline std::uint64_t count_from(const char* variable, std::uint64_t otherwise) {
  const auto* asked = std::getenv(variable);
  const auto count
    = asked == nullptr ? std::uint64_t{0} : std::strtoull(asked, nullptr, 10);
  return count == 0 ? otherwise : count;
}

/// @returns BALLAST_SEEDS where it is set to a number, else `otherwise`.
inline std::uint64_t seed_count(std::uint64_t otherwise) {
  return count_from("BALLAST_SEEDS", otherwise);
}

/// How many simulated orders must come to the right end.
/// @returns BALLAST_ORDERS where it is set to a number, else `otherwise`.
inline std::uint64_t order_count(std::uint64_t otherwise) {
  return count_from("BALLAST_ORDERS", otherwise);
}

/// Seeds from the first to the last, both included.
struct seed_range {
  std::uint64_t first = 1;
  std::uint64_t last = 1;
};

/// @returns the one seed that BALLAST_SEED names, to look at it again; else
///          as many as `seed_count` says.
inline seed_range seeds_to_try(std::uint64_t otherwise) {
  const auto* asked = std::getenv("BALLAST_SEED");
  const auto one
    = asked == nullptr ? std::uint64_t{0} : std::strtoull(asked, nullptr, 10);
  return one == 0 ? seed_range{1, seed_count(otherwise)} : seed_range{one, one};
}

} // namespace ballast::test
