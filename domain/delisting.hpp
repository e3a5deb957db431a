// When a market counts as gone from its venue.
//
// One "unknown symbol" may be a slip of the venue's, and a venue that suddenly
// knows none of its markets has another problem than a delisting: believed is
// who says it twice of one market, while other markets are still known.
#pragma once

#include "domain/outcome.hpp"
#include "domain/symbol.hpp"

#include <map>

namespace ballast {

class delisting {
public:
  /// Takes one answer about a market.
  /// @returns whether the market is to be left out from now on.
  bool heard(const symbol& market, outcome_kind kind) {
    if (kind == outcome_kind::ok) {
      in_a_row_ = 0;
      unknown_.erase(market);
    }
    if (kind != outcome_kind::unknown_symbol || ++in_a_row_ > enough
        || ++unknown_[market] < enough)
      return false;
    unknown_.erase(market);
    return true;
  }

private:
  static constexpr unsigned enough = 2;
  std::map<symbol, unsigned> unknown_; ///< Times, below `enough`.
  unsigned in_a_row_ = 0;              ///< Of any markets.
};

} // namespace ballast
