// Whether a price goes somewhere, and where: +DI, -DI, DX and ADX.
#pragma once

#include "domain/indicators/averages.hpp"
#include "domain/market.hpp"

#include <cstddef>
#include <optional>

namespace ballast::indicators {

/// PLUS_DI, MINUS_DI and DX: which part of the true range were new highs, which
/// were new lows, and how one-sided that is. 0 to 100.
///
/// Wilder's sums: of the first `period - 1` movements, from then on less one
/// `period`th of itself plus the new one. Ready with candle `period + 1`, when
/// the sums have been smoothed once. Source: TA-Lib, PLUS_DI, MINUS_DI, DX;
/// Tulip is ready one candle earlier, with the bare sums, and equal from then
/// on. Where nothing moved both are 0, and DX is what it was (at first 0).
class directional_movement {
public:
  /// @pre period > 1
  explicit directional_movement(std::size_t period = 14);

  void add(const candle& x) noexcept;
  bool ready() const noexcept { return moves_ >= period_; }
  double plus_di() const noexcept;  ///< @pre ready()
  double minus_di() const noexcept; ///< @pre ready()
  double dx() const noexcept;       ///< @pre ready()
  /// Whether the last candle gave DX a value of its own. @pre ready()
  bool has_direction() const noexcept;

private:
  std::size_t period_;
  std::size_t moves_ = 0;
  std::optional<candle> last_;
  double plus_ = 0;
  double minus_ = 0;
  double range_ = 0;
  double dx_ = 0;
};

/// ADX: Wilder's mean of DX, whichever its direction; 0 to 100. Ready with
/// candle `2 * period`. Source: TA-Lib, ADX (Tulip begins one candle earlier
/// and never quite agrees). Where nothing moves it stays what it was.
class adx {
public:
  /// @pre period > 1
  explicit adx(std::size_t period = 14) : movement_{period}, mean_{period} {}

  void add(const candle& x) noexcept;
  bool ready() const noexcept { return mean_.ready(); }
  double value() const noexcept { return mean_.value(); } ///< @pre ready()
  /// Ready earlier than this.
  const directional_movement& movement() const noexcept { return movement_; }

private:
  directional_movement movement_;
  wilder_mean mean_;
};

} // namespace ballast::indicators
