// Situations to ask strategies about, figure by figure.
#pragma once

#include "domain/strategy.hpp"
#include "tests/domain/candle_series.hpp"

namespace ballast::test {

/// A rise in which trend_pullback enters: all four conditions and all five
/// confirmations hold. The price is 100.
inline market_view rising_market() {
  market_view x;
  x.timeframe = five_minutes;
  x.closed = candles_min;
  x.before_last = {series_start, 99.9, 100.0, 99.5, 99.6, 100, true};
  x.last = {series_start + five_minutes, 99.5, 100.1, 99.4, 100, 100, true};
  x.now.ema_9 = 100.2;
  x.now.ema_21 = 99.9;
  x.now.ema_50 = 99;
  x.now.vwap = 99.8;
  x.now.rsi_9 = 56;
  x.now.rsi_14 = 55;
  x.now.adx = 26;
  x.now.atr = 0.2;
  x.now.histogram = 0.02;
  x.now.volume_mean = 80;
  x.now.swing_low = 99.3;
  x.now.channel_high = 101;
  x.now.channel_low = 98;
  x.before = x.now;
  x.before.histogram = 0.01;
  return x;
}

/// Asked when the newest candle has just ended, by an account that has enough.
inline situation free_situation(const market_view& x) {
  return {x,
          x.last.start + x.timeframe,
          std::nullopt,
          std::nullopt,
          std::nullopt,
          {decimal::whole(1000), decimal::whole(1000)}};
}

/// The same with a position bought at 100, stop 98, and the newest candle seen.
inline situation held_situation(const market_view& x, const strategy& by) {
  auto result = free_situation(x);
  result.position = begin_plan(100, 98, x.last.start, by.options().exits);
  result.seen = range_of(x.last);
  return result;
}

} // namespace ballast::test
