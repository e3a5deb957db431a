#include "domain/indicators/averages.hpp"

#include <cassert>
#include <numeric>

namespace ballast::indicators {

window::window(std::size_t size) : values_(size, 0.0) { assert(size > 0); }

double window::add(double x) noexcept {
  const auto left = values_[next_];
  values_[next_] = x;
  next_ = next_ + 1 == values_.size() ? 0 : next_ + 1;
  if (count_ < values_.size())
    ++count_;
  return left;
}

double window::sum() const noexcept {
  return std::accumulate(values_.begin(), values_.end(), 0.0);
}

void sma::add(double x) noexcept {
  sum_ += x - window_.add(x);
  if (window_.wrapped())
    sum_ = window_.sum();
}

double sma::value() const noexcept {
  assert(ready());
  return sum_ / static_cast<double>(window_.size());
}

ema::ema(std::size_t period, ema_seed seed)
    : seed_length_{seed == ema_seed::mean ? period : 1},
      step_{2 / (static_cast<double>(period) + 1)} {
  assert(period > 0);
}

void ema::add(double x) noexcept {
  if (ready()) {
    value_ += (x - value_) * step_;
    return;
  }
  sum_ += x;
  if (++seeded_ == seed_length_)
    value_ = sum_ / static_cast<double>(seed_length_);
}

double ema::value() const noexcept {
  assert(ready());
  return value_;
}

wilder_mean::wilder_mean(std::size_t period) : period_{period} {
  assert(period > 0);
}

void wilder_mean::add(double x) noexcept {
  const auto count = static_cast<double>(period_);
  if (ready()) {
    value_ = (value_ * (count - 1) + x) / count;
    return;
  }
  sum_ += x;
  if (++seeded_ == period_)
    value_ = sum_ / count;
}

double wilder_mean::value() const noexcept {
  assert(ready());
  return value_;
}

} // namespace ballast::indicators
