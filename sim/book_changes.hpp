// What changed in a book, as streams tell it.
#pragma once

#include "sim/matching_book.hpp"

#include <vector>

namespace ballast::sim {

/// Levels that are new or have another size, as they are now, and those that
/// are gone, with size zero. Best price first.
struct book_changes {
  std::vector<book_level> bids;
  std::vector<book_level> asks;

  bool empty() const noexcept { return bids.empty() && asks.empty(); }
};

/// Who applies these to `before` has `after`.
book_changes changes_between(const book_levels& before,
                             const book_levels& after);

} // namespace ballast::sim
