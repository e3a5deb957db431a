// Prices that a market comes back to or breaks out of: VWAP and Donchian.
#pragma once

#include "domain/indicators/averages.hpp"
#include "domain/market.hpp"
#include "domain/time.hpp"

#include <cstddef>
#include <limits>
#include <optional>

namespace ballast::indicators {

/// VWAP: the mean of the typical prices (high + low + close) / 3 of one day,
/// weighted by volume.
///
/// Its anchor is the beginning of the UTC day in which the candle starts, by
/// default midnight, as venues that never close count their days. It is not
/// ready while nothing has been traded since; TA-Lib has no such function.
class vwap {
public:
  /// @param day_begin after midnight UTC; >= 0, < 24 h.
  explicit vwap(std::chrono::seconds day_begin = std::chrono::seconds{0});

  void add(const candle& x) noexcept;
  bool ready() const noexcept { return volume_ > 0; }
  double value() const noexcept; ///< @pre ready()

private:
  std::chrono::seconds day_begin_;
  std::optional<std::chrono::sys_days> day_;
  double turnover_ = 0;
  double volume_ = 0;
};

/// Donchian's channel: the highest high and the lowest low of the last `period`
/// candles, the newest included (a breakout looks at the channel before its own
/// candle). Source: TA-Lib, MAX of the highs and MIN of the lows.
class donchian {
public:
  /// @pre period > 0
  explicit donchian(std::size_t period) : highs_{period}, lows_{period} {}

  void add(const candle& x) noexcept;
  bool ready() const noexcept { return highs_.full(); }
  double upper() const noexcept; ///< @pre ready()
  double lower() const noexcept; ///< @pre ready()

private:
  window highs_;
  window lows_;
  double upper_ = std::numeric_limits<double>::lowest();
  double lower_ = std::numeric_limits<double>::max();
};

} // namespace ballast::indicators
