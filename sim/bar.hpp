// Open, high, low, close, volume in whole ticks and steps.
#pragma once

#include <cstdint>
#include <vector>

namespace ballast::sim {

/// One bucket in which something traded. Integers, so that merging buckets is
/// exact and printing them is a matter of placing the point.
struct bar {
  std::int64_t start = 0; ///< Unix seconds.
  std::int64_t open = 0;  ///< Prices in ticks of the product.
  std::int64_t high = 0;
  std::int64_t low = 0;
  std::int64_t close = 0;
  std::int64_t volume = 0; ///< In steps of the product's base increment; > 0.
  std::int64_t trades = 0; ///< 0 where the source does not tell.

  friend bool operator==(const bar&, const bar&) = default;
};

/// Where the candles of one product come from.
///
/// A closed bar never changes, whenever it is asked for; the bar that holds
/// `now` shows what traded so far.
class bar_source {
public:
  virtual ~bar_source() = default;

  /// Appends all bars of `width` seconds whose start lies in [from, to], not
  /// after `now`, ascending; those without trades are left out.
  /// @param now in Unix seconds.
  virtual void append_bars(std::vector<bar>& out, std::int64_t from,
                           std::int64_t to, std::int64_t width,
                           std::int64_t now) const = 0;

  /// Price of the last trade up to `now`, in ticks.
  virtual std::int64_t last_price(std::int64_t now) const = 0;
};

/// Adds what traded later to an earlier bar.
inline void merge_later(bar& into, const bar& later) {
  into.high = later.high > into.high ? later.high : into.high;
  into.low = later.low < into.low ? later.low : into.low;
  into.close = later.close;
  into.volume += later.volume;
  into.trades += later.trades;
}

} // namespace ballast::sim
