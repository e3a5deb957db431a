// From all markets of a venue to those whose candles are worth a request.
//
//   known ──▶ has a price ──▶ spread is fair ──▶ is traded ──▶ the liveliest
//               no_price         wide              quiet          ranked_out
//
// One market at a time cannot work: 12,337 markets at 10/s take 20.6 minutes.
// All tickers come in one call or a few; candles are asked for some dozens.
// Source: limits-and-health.md, "Why this is worth the trouble".
#pragma once

#include "domain/market.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace ballast {

struct funnel_options {
  std::size_t survivors_max = 20; ///< > 0.
  double spread_max = 0.01;       ///< (ask - bid) / middle.
  double volume_min = 10'000;     ///< Of 24 h, in dollars.
  /// A survivor of the last pass counts for so many times its volume, so that
  /// neighbours in rank do not change places with each pass.
  double loyalty = 1.25;
  /// Where shares are listed beside coins, so many survivors are coins if there
  /// are as many: shares are traded for more, and not at night.
  std::size_t coins_min = 5;
};

/// What became of a venue's markets in one pass: the counts and the survivors
/// add up to `known`.
struct funnel_pass {
  std::size_t known = 0;
  std::size_t no_price = 0; ///< No ticker, or one without a last price.
  /// Spread too wide, or one side of it is missing. Where a venue's bulk answer
  /// tells neither side (Coinbase), the spread is not judged.
  std::size_t wide = 0;
  std::size_t quiet = 0; ///< Traded for too little, or for what is unknown.
  std::size_t ranked_out = 0;
  std::vector<symbol> survivors; ///< The liveliest first.
  /// What one unit of each quote of theirs is worth in dollars, where known.
  std::map<std::string, double> worths;

  std::size_t priced() const noexcept { return known - no_price; }
};

/// @param markets what is to be scanned, each once.
/// @param tickers of all markets of the venue, in any order: also those that
///        say what a quote currency is worth in dollars.
/// @param kept always survive and come first: positions are looked at whatever
///        their market does. Those that are not in `markets` are ignored.
/// @param before survivors of the last pass.
/// @param shares those of `markets` that are shares, ascending.
funnel_pass pass_funnel(const std::vector<symbol>& markets,
                        const std::vector<ticker>& tickers,
                        const std::set<symbol>& kept,
                        const std::vector<symbol>& before,
                        const funnel_options& opts,
                        const std::vector<symbol>& shares = {});

} // namespace ballast
