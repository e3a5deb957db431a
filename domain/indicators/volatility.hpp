// How far a price swings: true range, ATR, Bollinger bands.
#pragma once

#include "domain/indicators/averages.hpp"
#include "domain/market.hpp"

#include <cstddef>
#include <optional>

namespace ballast::indicators {

/// TRANGE: the greatest of high - low and of what either is away from the close
/// before. Source: TA-Lib, TRANGE.
double true_range(const candle& x, double close_before) noexcept;

/// ATR: Wilder's mean of the true range. Ready with candle `period + 1`: the
/// first has no close before it and is left out (TA-Lib, ATR; Tulip takes its
/// high - low and is ready one candle earlier).
class atr {
public:
  /// @pre period > 0
  explicit atr(std::size_t period = 14) : mean_{period} {}

  void add(const candle& x) noexcept;
  bool ready() const noexcept { return mean_.ready(); }
  double value() const noexcept { return mean_.value(); } ///< @pre ready()

private:
  std::optional<double> close_;
  wilder_mean mean_;
};

/// BBANDS: the mean of the last `period` values, and so many of their standard
/// deviations above and below. The deviation is that of the whole (divided by
/// `period`). Source: TA-Lib, BBANDS with a simple mean, STDDEV.
class bollinger_bands {
public:
  /// @pre period > 0, deviations >= 0
  explicit bollinger_bands(std::size_t period = 20, double deviations = 2);

  void add(double x) noexcept { window_.add(x); }
  bool ready() const noexcept { return window_.full(); }
  double lower() const noexcept;  ///< @pre ready()
  double middle() const noexcept; ///< @pre ready()
  double upper() const noexcept;  ///< @pre ready()
  /// STDDEV of the values. @pre ready()
  double deviation() const noexcept;

private:
  window window_;
  double deviations_;
};

} // namespace ballast::indicators
