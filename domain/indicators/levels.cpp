#include "domain/indicators/levels.hpp"

#include <algorithm>
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

void donchian::add(const candle& x) noexcept {
  // Only where the extreme itself leaves is the rest looked at again.
  const auto is_leaving = ready();
  const auto high = highs_.add(x.high);
  const auto low = lows_.add(x.low);
  if (x.high >= upper_)
    upper_ = x.high;
  else if (is_leaving && high >= upper_)
    upper_ = std::ranges::max(highs_.values());
  if (x.low <= lower_)
    lower_ = x.low;
  else if (is_leaving && low <= lower_)
    lower_ = std::ranges::min(lows_.values());
}

double donchian::upper() const noexcept {
  assert(ready());
  return upper_;
}

double donchian::lower() const noexcept {
  assert(ready());
  return lower_;
}

} // namespace ballast::indicators
