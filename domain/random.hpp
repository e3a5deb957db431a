// Randomness, handed in like time. One generator per concern, derived from the
// run's seed, so that a new use does not shift all others.
#pragma once

#include <cstdint>

namespace ballast {

/// SplitMix64 (Steele, Lea, Flood 2014): small, seedable, the same everywhere,
/// which the distributions of <random> are not.
class random_source {
public:
  explicit constexpr random_source(std::uint64_t seed) noexcept
      : state_{seed} {}

  constexpr std::uint64_t next() noexcept {
    state_ += 0x9e3779b97f4a7c15ULL;
    auto z = state_;
    z = (z ^ (z >> 30U)) * 0xbf58476d1ce4e5b9ULL;
    z = (z ^ (z >> 27U)) * 0x94d049bb133111ebULL;
    return z ^ (z >> 31U);
  }
  /// In [0, 1).
  constexpr double uniform() noexcept {
    return static_cast<double>(next() >> 11U) * 0x1.0p-53;
  }
  /// In [0, bound). @pre bound > 0
  constexpr std::uint64_t below(std::uint64_t bound) noexcept {
    return next() % bound;
  }
  /// A generator for another concern of the same run.
  constexpr random_source derive(std::uint64_t concern) const noexcept {
    auto child = random_source{state_ ^ (concern * 0xd6e8feb86659fd93ULL)};
    child.next();
    return child;
  }

private:
  std::uint64_t state_;
};

} // namespace ballast
