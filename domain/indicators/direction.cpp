#include "domain/indicators/direction.hpp"

#include "domain/indicators/volatility.hpp"

#include <cassert>
#include <cmath>

namespace ballast::indicators {

directional_movement::directional_movement(std::size_t period)
    : period_{period} {
  assert(period > 1);
}

void directional_movement::add(const candle& x) noexcept {
  if (!last_) {
    last_ = x;
    return;
  }
  const auto up = x.high - last_->high;
  const auto down = last_->low - x.low;
  const auto range = true_range(x, last_->close);
  last_ = x;
  if (moves_ < period_)
    ++moves_;
  if (ready()) {
    const auto count = static_cast<double>(period_);
    plus_ -= plus_ / count;
    minus_ -= minus_ / count;
    range_ -= range_ / count;
  }
  // The greater of the two counts alone; where they are equal, neither.
  if (up > 0 && up > down)
    plus_ += up;
  else if (down > 0 && down > up)
    minus_ += down;
  range_ += range;
  if (ready() && has_direction())
    dx_ = 100 * (std::abs(plus_ - minus_) / (plus_ + minus_));
}

bool directional_movement::has_direction() const noexcept {
  return range_ > 0 && plus_ + minus_ > 0;
}

double directional_movement::plus_di() const noexcept {
  assert(ready());
  return range_ > 0 ? 100 * (plus_ / range_) : 0;
}

double directional_movement::minus_di() const noexcept {
  assert(ready());
  return range_ > 0 ? 100 * (minus_ / range_) : 0;
}

double directional_movement::dx() const noexcept {
  assert(ready());
  return dx_;
}

void adx::add(const candle& x) noexcept {
  movement_.add(x);
  if (!movement_.ready())
    return;
  if (movement_.has_direction())
    mean_.add(movement_.dx());
  else if (!mean_.ready())
    mean_.add(0);
}

} // namespace ballast::indicators
