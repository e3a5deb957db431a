// Moving averages, one value at a time.
//
// Names and definitions are TA-Lib's (its manual and ta_SMA, ta_EMA): the same
// input gives the same output from the same place on, with an unstable period
// of zero. An exponential mean never forgets its beginning, so where it begins
// is part of the definition, and libraries differ there. Each class says which
// way it goes.
//
// What all indicators here have in common: they are fed in order, know nothing
// of time or of missing values, are `ready()` once they have a value, and give
// finite values for finite prices (domain/chart.hpp says what a price may be).
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ballast::indicators {

/// The last `size` values in a ring.
class window {
public:
  /// @pre size > 0
  explicit window(std::size_t size);

  /// @returns the value that left for this one; 0 while there was room.
  double add(double x) noexcept;
  bool full() const noexcept { return count_ == values_.size(); }
  std::size_t size() const noexcept { return values_.size(); }
  /// Whether the next value goes to the ring's beginning.
  bool wrapped() const noexcept { return next_ == 0; }
  /// Of all values in it, summed afresh.
  double sum() const noexcept;
  /// In no order that means anything. @pre full()
  const std::vector<double>& values() const noexcept { return values_; }

private:
  std::vector<double> values_;
  std::size_t next_ = 0;
  std::size_t count_ = 0;
};

/// SMA: the mean of the last `period` values, ready with the first `period`.
/// Source: TA-Lib, SMA. Its running sum is taken afresh once a period, so what
/// rounding leaves behind does not grow with the series.
class sma {
public:
  /// @pre period > 0
  explicit sma(std::size_t period) : window_{period} {}

  void add(double x) noexcept;
  bool ready() const noexcept { return window_.full(); }
  double value() const noexcept; ///< @pre ready()

private:
  window window_;
  double sum_ = 0;
};

/// Where an exponential mean begins.
enum class ema_seed : std::uint8_t {
  /// With the mean of the first `period` values, ready with the last of them.
  /// TA-Lib's default compatibility.
  mean,
  /// With the first value, ready with it: Tulip Indicators, and (but for the
  /// place of the first output) TA-Lib's compatibility with MetaStock.
  first,
};

/// EMA: moves by 2 / (period + 1) of the way to each new value.
/// Source: TA-Lib, EMA; the default seed is its default as well.
class ema {
public:
  /// @pre period > 0
  explicit ema(std::size_t period, ema_seed seed = ema_seed::mean);

  void add(double x) noexcept;
  bool ready() const noexcept { return seeded_ >= seed_length_; }
  double value() const noexcept; ///< @pre ready()

private:
  std::size_t seed_length_;
  double step_;
  std::size_t seeded_ = 0;
  double sum_ = 0;
  double value_ = 0;
};

/// Wilder's mean: moves by 1 / period of the way to each new value, and begins
/// with the mean of the first `period`, ready with the last of them.
/// Source: J. W. Wilder, New Concepts in Technical Trading Systems (1978); the
/// smoothing within TA-Lib's ATR, RSI and ADX, and Tulip's "wilders".
class wilder_mean {
public:
  /// @pre period > 0
  explicit wilder_mean(std::size_t period);

  void add(double x) noexcept;
  bool ready() const noexcept { return seeded_ >= period_; }
  double value() const noexcept; ///< @pre ready()

private:
  std::size_t period_;
  std::size_t seeded_ = 0;
  double sum_ = 0;
  double value_ = 0;
};

} // namespace ballast::indicators
