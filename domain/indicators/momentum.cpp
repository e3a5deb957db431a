#include "domain/indicators/momentum.hpp"

#include <algorithm>
#include <cassert>

namespace ballast::indicators {

rsi::rsi(std::size_t period) : rises_{period}, falls_{period} {
  assert(period > 1);
}

void rsi::add(double x) noexcept {
  if (last_) {
    rises_.add(std::max(x - *last_, 0.0));
    falls_.add(std::max(*last_ - x, 0.0));
  }
  last_ = x;
}

double rsi::value() const noexcept {
  assert(ready());
  const auto all = rises_.value() + falls_.value();
  return all > 0 ? 100 * (rises_.value() / all) : 0;
}

macd::macd(const options& opts)
    : slow_period_{opts.slow}, left_out_{opts.seed == ema_seed::mean
                                           ? opts.slow - opts.fast
                                           : 0},
      fast_{opts.fast, opts.seed}, slow_{opts.slow, opts.seed}, signal_{
                                                                  opts.signal,
                                                                  opts.seed} {
  assert(opts.fast > 0 && opts.fast < opts.slow && opts.signal > 0);
}

void macd::add(double x) noexcept {
  if (left_out_ > 0)
    --left_out_;
  else
    fast_.add(x);
  slow_.add(x);
  if (seen_ < slow_period_)
    ++seen_;
  if (seen_ == slow_period_)
    signal_.add(fast_.value() - slow_.value());
}

double macd::line() const noexcept {
  assert(ready());
  return fast_.value() - slow_.value();
}

double macd::signal() const noexcept {
  assert(ready());
  return signal_.value();
}

double macd::histogram() const noexcept { return line() - signal(); }

} // namespace ballast::indicators
