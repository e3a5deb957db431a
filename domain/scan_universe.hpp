// Which of a venue's markets are worth scanning.
#pragma once

#include "domain/market.hpp"

#include <cstddef>
#include <vector>

namespace ballast {

/// What is left of a venue's list, and why the rest is not: the counts add up
/// to the length of the list.
struct scan_universe {
  std::vector<symbol> markets; ///< Ascending.
  std::size_t known = 0;
  std::size_t mirrored = 0;   ///< Their book is scanned under another name.
  std::size_t untradable = 0; ///< Halted, delisted, cancel-only.
  /// Those of `markets` that are shares, ascending: elsewhere the same symbol
  /// may be a coin's.
  std::vector<symbol> equities{};
};

/// A mirror is left out only when the market it mirrors is in the same list
/// and can be scanned.
scan_universe universe_of(const std::vector<market>& listed);

/// What one of its markets is.
market_kind kind_in(const scan_universe& x, const symbol& market);

} // namespace ballast
