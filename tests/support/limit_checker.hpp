// A venue's side of a limit, for tests: counts the arrivals that a server
// would find over the limit.
//
// Written from the published meaning of each kind alone and in the plainest
// way, so that it shares neither code nor thought with domain/.
#pragma once

#include "domain/limit.hpp"

#include <algorithm>
#include <cstdint>
#include <vector>

namespace ballast::test {

/// A request as the venue sees it.
struct arrival {
  std::int64_t at = 0; ///< Nanoseconds of any clock that runs evenly.
  std::uint32_t cost = 1;
};

inline void sort_by_time(std::vector<arrival>& arrivals) {
  std::stable_sort(arrivals.begin(), arrivals.end(),
                   [](const auto& x, const auto& y) { return x.at < y.at; });
}

/// Arrivals that end a stretch of less than `window` with more than `units`.
/// @param arrivals sorted by time, as for the two below.
inline std::size_t over_sliding(const std::vector<arrival>& arrivals,
                                std::uint32_t units, std::int64_t window) {
  std::size_t over = 0;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    std::uint64_t sum = 0;
    for (std::size_t j = i + 1; j-- > 0;) {
      if (arrivals[i].at - arrivals[j].at >= window)
        break;
      sum += arrivals[j].cost;
    }
    over += sum > units ? 1 : 0;
  }
  return over;
}

/// Arrivals beyond `units` of a window that is reset at phase + k * window.
inline std::size_t over_fixed(const std::vector<arrival>& arrivals,
                              std::uint32_t units, std::int64_t window,
                              std::int64_t phase) {
  std::size_t over = 0;
  std::uint64_t sum = 0;
  auto current = INT64_MIN;
  for (const auto& x : arrivals) {
    const auto shifted = x.at - phase;
    auto which = shifted / window;
    if (shifted < 0 && shifted % window != 0)
      --which;
    if (which != current)
      sum = 0;
    current = which;
    sum += x.cost;
    over += sum > units ? 1 : 0;
  }
  return over;
}

/// Arrivals that find fewer tokens than they cost: `burst` at the start and at
/// most, earned at units / window. One that finds too few takes none.
inline std::size_t over_bucket(const std::vector<arrival>& arrivals,
                               std::uint32_t units, std::int64_t window,
                               std::uint32_t burst) {
  __extension__ using wide = __int128;
  // A token is cut into `window` crumbs; `units` crumbs are earned a tick.
  const auto token = static_cast<wide>(window);
  const auto full = static_cast<wide>(burst) * token;
  auto tokens = full;
  std::size_t over = 0;
  for (std::size_t i = 0; i < arrivals.size(); ++i) {
    if (i > 0)
      tokens += static_cast<wide>(arrivals[i].at - arrivals[i - 1].at) * units;
    tokens = std::min(tokens, full);
    const auto price = static_cast<wide>(arrivals[i].cost) * token;
    if (price > tokens)
      ++over;
    else
      tokens -= price;
  }
  return over;
}

/// The worst of every server that may stand behind a row.
inline std::size_t over_limit(const limit_row& row,
                              std::vector<arrival> arrivals) {
  sort_by_time(arrivals);
  const auto window = static_cast<std::int64_t>(row.window.count());
  if (row.kind == limit_kind::token_bucket
      || row.kind == limit_kind::decaying_counter)
    return over_bucket(arrivals, row.units, window, row.burst);
  auto worst = over_sliding(arrivals, row.units, window);
  constexpr std::int64_t phases = 8;
  for (std::int64_t i = 0; i < phases; ++i)
    worst = std::max(
      worst, over_fixed(arrivals, row.units, window, i * (window / phases)));
  return worst;
}

} // namespace ballast::test
