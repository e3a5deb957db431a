#include "domain/chart.hpp"

#include <cassert>
#include <utility>

namespace ballast {

bool is_usable(const candle& x) noexcept {
  constexpr double price_min = 1e-15;
  constexpr double price_max = 1e15;
  constexpr double volume_max = 1e25;
  // Written so that what is no number is unusable.
  return x.low >= price_min && x.high <= price_max && x.low <= x.open
         && x.open <= x.high && x.low <= x.close && x.close <= x.high
         && x.volume >= 0 && x.volume <= volume_max;
}

std::chrono::milliseconds market_view::age(unix_time at) const noexcept {
  assert(closed > 0);
  return at - (last.start + timeframe);
}

chart::chart(std::chrono::seconds timeframe, symbol of) {
  assert(timeframe > std::chrono::seconds{0});
  view_.market = std::move(of);
  view_.timeframe = timeframe;
}

chart_news chart::add(const candle& x) {
  if (!x.closed)
    return chart_news::open;
  if (view_.closed > 0 && x.start <= view_.last.start)
    return chart_news::out_of_order;
  view_.broken = !is_usable(x);
  if (view_.broken)
    return chart_news::unusable;
  view_.before_last = view_.last;
  view_.last = x;
  ++view_.closed;
  read();
  return chart_news::taken;
}

void chart::read() {
  const auto& last = view_.last;
  auto& now = view_.now;
  view_.before = now;
  // A breakout is one of the channel before its own candle.
  if (channel_20_.ready())
    now.channel_high = channel_20_.upper();
  if (channel_10_.ready())
    now.channel_low = channel_10_.lower();
  for (auto* x : {&ema_9_, &ema_21_, &ema_50_})
    x->add(last.close);
  for (auto* x : {&rsi_9_, &rsi_14_})
    x->add(last.close);
  for (auto* x : {&channel_20_, &channel_10_})
    x->add(last);
  vwap_.add(last);
  adx_.add(last);
  atr_.add(last);
  macd_.add(last.close);
  volume_.add(last.volume);
  if (view_.closed + 1 < candles_min)
    return; // Some have no value yet, and nobody may ask.
  now.ema_9 = ema_9_.value();
  now.ema_21 = ema_21_.value();
  now.ema_50 = ema_50_.value();
  now.vwap = vwap_.ready() ? std::optional{vwap_.value()} : std::nullopt;
  now.rsi_9 = rsi_9_.value();
  now.rsi_14 = rsi_14_.value();
  now.adx = adx_.value();
  now.atr = atr_.value();
  now.histogram = macd_.histogram();
  now.volume_mean = volume_.value();
  now.swing_low = channel_10_.lower();
}

} // namespace ballast
