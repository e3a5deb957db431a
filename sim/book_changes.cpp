#include "sim/book_changes.hpp"

#include <cstddef>

namespace ballast::sim {

namespace {

/// @param beats whether the first price is the better one
template <class Beats>
std::vector<book_level> side_changes(const std::vector<book_level>& before,
                                     const std::vector<book_level>& after,
                                     Beats beats) {
  auto result = std::vector<book_level>{};
  auto old = std::size_t{0};
  for (const auto& level : after) {
    for (; old < before.size() && beats(before[old].price, level.price); ++old)
      result.push_back({before[old].price, {}});
    if (old == before.size() || before[old].price != level.price)
      result.push_back(level);
    else if (before[old++].size != level.size)
      result.push_back(level);
  }
  for (; old < before.size(); ++old)
    result.push_back({before[old].price, {}});
  return result;
}

} // namespace

book_changes changes_between(const book_levels& before,
                             const book_levels& after) {
  return {side_changes(before.bids, after.bids,
                       [](const auto& a, const auto& b) { return a > b; }),
          side_changes(before.asks, after.asks,
                       [](const auto& a, const auto& b) { return a < b; })};
}

} // namespace ballast::sim
