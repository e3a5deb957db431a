#include "domain/indicators/volatility.hpp"

#include <algorithm>
#include <cassert>
#include <cmath>

namespace ballast::indicators {

double true_range(const candle& x, double close_before) noexcept {
  return std::max(
    {x.high - x.low, x.high - close_before, close_before - x.low});
}

void atr::add(const candle& x) noexcept {
  if (close_)
    mean_.add(true_range(x, *close_));
  close_ = x.close;
}

bollinger_bands::bollinger_bands(std::size_t period, double deviations)
    : window_{period}, deviations_{deviations} {
  assert(deviations >= 0);
}

double bollinger_bands::middle() const noexcept {
  assert(ready());
  return window_.sum() / static_cast<double>(window_.size());
}

double bollinger_bands::deviation() const noexcept {
  const auto mean = middle();
  double squares = 0;
  for (const auto x : window_.values())
    squares += (x - mean) * (x - mean);
  return std::sqrt(squares / static_cast<double>(window_.size()));
}

double bollinger_bands::lower() const noexcept {
  return middle() - deviations_ * deviation();
}

double bollinger_bands::upper() const noexcept {
  return middle() + deviations_ * deviation();
}

} // namespace ballast::indicators
