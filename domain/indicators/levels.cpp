#include "domain/indicators/levels.hpp"

#include <cassert>

namespace ballast::indicators {

using namespace std::chrono_literals;

vwap::vwap(std::chrono::seconds day_begin) : day_begin_{day_begin} {
  assert(day_begin >= 0s && day_begin < 24h);
}

void vwap::add(const candle& x) noexcept {
  const auto day = std::chrono::floor<std::chrono::days>(x.start - day_begin_);
  if (day_ != day) {
    day_ = day;
    turnover_ = volume_ = 0;
  }
  turnover_ += (x.high + x.low + x.close) / 3 * x.volume;
  volume_ += x.volume;
}

double vwap::value() const noexcept {
  assert(ready());
  return turnover_ / volume_;
}

donchian::donchian(std::size_t period) : period_{period} { assert(period > 0); }

void donchian::add(const candle& x) {
  while (!highs_.empty() && highs_.back().price <= x.high)
    highs_.pop_back();
  highs_.push_back({seen_, x.high});
  while (!lows_.empty() && lows_.back().price >= x.low)
    lows_.pop_back();
  lows_.push_back({seen_, x.low});
  ++seen_;
  if (highs_.front().place + period_ < seen_)
    highs_.pop_front();
  if (lows_.front().place + period_ < seen_)
    lows_.pop_front();
}

double donchian::upper() const noexcept {
  assert(ready());
  return highs_.front().price;
}

double donchian::lower() const noexcept {
  assert(ready());
  return lows_.front().price;
}

} // namespace ballast::indicators
