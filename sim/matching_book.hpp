// The other side of every trade: a book and trades around a bar source.
//
// Nothing here is kept. Levels and trades are pure functions of the seed, the
// market and the second, so that whoever looks twice sees the same, and the
// trades of a minute add up to its candle.
//
//            bids                        asks
//     … ├──────┼──────┤ last ├──────┼──────┤ …     one gap of ticks a level
//                 the spread ▲
#pragma once

#include "domain/order.hpp"
#include "sim/bar.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ballast::sim {

/// One market, as far as trading on it goes.
struct matching_market {
  std::string id; ///< The venue's.
  ballast::symbol symbol;
  std::string base; ///< Currency of the wallet, as the venue calls it.
  std::string quote;
  std::string book; ///< Whose book it is, where two share one; empty: its own.
  const bar_source* bars = nullptr; ///< Outlives what trades on it.
  decimal price_unit; ///< What one tick of `bars` is; > 0, like the next four.
  decimal size_unit;  ///< What one step of the bars' volume is.
  decimal price_increment; ///< Of a limit price.
  decimal size_increment;  ///< Of a size.
  decimal fee_increment_quote = decimal::from_units(10'000'000'000); ///< 1e-8
  decimal fee_increment_base = decimal::from_units(10'000'000'000);
  decimal size_min; ///< Zero: none, like the next two.
  decimal size_max;
  decimal notional_min;            ///< Of price * size, in quote units.
  std::int64_t level_size = 1'000; ///< Of a level on average, in size_units.
  std::optional<fee_tier> fees;    ///< Instead of the venue's.
};

/// The best `depth` levels of either side during a second. Bids and asks never
/// meet. A side is shorter where prices would fall to zero.
/// @param second Unix time
book_levels book_at(const matching_market& x, std::uint64_t seed,
                    std::size_t depth, std::int64_t second);

/// The public trades with from <= at <= to, oldest first. Their ids are numbers
/// that rise with time. Within one second they begin at the bar's open, end at
/// its close, meet its high and low and sum up to its volume.
std::vector<trade> trades_between(const matching_market& x, unix_time from,
                                  unix_time to);
/// The newest `count` trades up to `now`, oldest first; fewer where the market
/// has been quiet for a day.
std::vector<trade> last_trades(const matching_market& x, std::size_t count,
                               unix_time now);

} // namespace ballast::sim
