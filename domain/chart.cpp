#include "domain/chart.hpp"

#include <algorithm>
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
  if (fresh_count_ == fresh_.size()) {
    feed(fresh_.front());
    std::shift_left(fresh_.begin(), fresh_.end(), 1);
    --fresh_count_;
  }
  fresh_.at(fresh_count_++) = x;
  return chart_news::taken;
}

const market_view& chart::view() {
  for (std::size_t i = 0; i < fresh_count_; ++i)
    read(fresh_.at(i));
  fresh_count_ = 0;
  return view_;
}

void chart::feed(const candle& x) {
  ++fed_;
  for (auto* mean : {&ema_9_, &ema_21_, &ema_50_})
    mean->add(x.close);
  for (auto* strength : {&rsi_9_, &rsi_14_})
    strength->add(x.close);
  for (auto* channel : {&channel_20_, &channel_10_})
    channel->add(x);
  vwap_.add(x);
  adx_.add(x);
  atr_.add(x);
  macd_.add(x.close);
  volume_.add(x.volume);
}

void chart::read(const candle& x) {
  auto& now = view_.now;
  view_.before = now;
  // A breakout is one of the channel before its own candle.
  if (channel_20_.ready())
    now.channel_high = channel_20_.upper();
  if (channel_10_.ready())
    now.channel_low = channel_10_.lower();
  feed(x);
  if (fed_ + 1 < candles_min)
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
