// How fast a price moves: RSI and MACD.
#pragma once

#include "domain/indicators/averages.hpp"

#include <cstddef>
#include <optional>

namespace ballast::indicators {

/// RSI: the part of the rises in all movement, smoothed as Wilder did, 0 to
/// 100. Ready with value `period + 1`, for the first has nothing before it.
/// Source: TA-Lib, RSI, default compatibility: a price that never moved has 0.
class rsi {
public:
  /// @pre period > 1
  explicit rsi(std::size_t period = 14);

  void add(double x) noexcept;
  bool ready() const noexcept { return rises_.ready(); }
  double value() const noexcept; ///< @pre ready()

private:
  std::optional<double> last_;
  wilder_mean rises_;
  wilder_mean falls_;
};

/// MACD: a fast exponential mean less a slow one, the exponential mean of that
/// ("signal"), and how far the first is above the second ("histogram").
///
/// Source: TA-Lib, MACD. With `ema_seed::mean` both means begin so that their
/// first values fall on the same place (the fast one leaves out the first
/// slow - fast values), as TA-Lib does by default; with `first` all begin with
/// the first value, as Tulip does. The line has its first value with value
/// `slow` either way; all three are ready `signal - 1` later, or at once with
/// `first`.
class macd {
public:
  struct options {
    std::size_t fast = 12; ///< > 0
    std::size_t slow = 26; ///< > fast
    std::size_t signal = 9;
    ema_seed seed = ema_seed::mean;
  };
  macd() : macd{options{}} {}
  explicit macd(const options& opts);

  void add(double x) noexcept;
  bool ready() const noexcept { return signal_.ready(); }
  double line() const noexcept;      ///< @pre ready()
  double signal() const noexcept;    ///< @pre ready()
  double histogram() const noexcept; ///< @pre ready()

private:
  std::size_t slow_period_;
  std::size_t left_out_; ///< By the fast mean, still to come.
  std::size_t seen_ = 0;
  ema fast_;
  ema slow_;
  ema signal_;
};

} // namespace ballast::indicators
