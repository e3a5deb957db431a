// The last stage of the funnel: of what survived, the best few have their order
// book looked at.
//
//   survivor ──▶ book told ──▶ spread is fair ──▶ deep enough ──▶ candidate
//                  no_book        wide              thin
//
// A ticker's spread is a moment's, where a venue tells one at all (Coinbase
// does not); only a book tells what an order would find.
#pragma once

#include "domain/order.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace ballast {

/// What a market's book comes to. Prices are the venue's; the rest is
/// statistics and therefore double.
struct market_quote {
  ballast::symbol symbol;
  decimal bid;       ///< Best; > 0.
  decimal ask;       ///< Best; > 0.
  double spread = 0; ///< (ask - bid) / middle.
  /// In quote units, of the thinner side: what stands within `reach`.
  double depth = 0;
  unix_time at; ///< When it was asked for.

  friend bool operator==(const market_quote&, const market_quote&) = default;
};

struct candidate_rules {
  std::size_t books = 4; ///< Of a venue's survivors, a turn; 0: none.
  unsigned levels = 20;  ///< Asked for, of each side.
  double reach = 0.005;  ///< From the middle, as a fraction of it.
  double spread_max = 0.005;
  double depth_min = 1'000; ///< In dollars.
};

/// @returns absent for a book that lacks a side.
std::optional<market_quote> quote_of(const symbol& which, const book_levels& x,
                                     double reach, unix_time at);

/// What became of the books that were asked for: the counts and the candidates
/// add up to `asked`.
struct candidate_pass {
  std::size_t asked = 0;
  std::size_t no_book = 0; ///< Not answered, or a side of it is missing.
  std::size_t wide = 0;
  std::size_t thin = 0; ///< Too little, or of what nobody knows the worth.
  std::vector<market_quote> candidates; ///< In the order asked for.
};

/// @param worths of quote currencies, in dollars.
candidate_pass judge_quotes(const std::vector<symbol>& asked,
                            const std::vector<market_quote>& quotes,
                            const std::map<std::string, double>& worths,
                            const candidate_rules& rules);

} // namespace ballast
