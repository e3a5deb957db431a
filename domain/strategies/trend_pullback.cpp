#include "domain/strategies/trend_pullback.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace ballast {

namespace {

/// How far a price is from a level, of the level.
double distance(double price, double level) {
  return std::abs(price - level) / level;
}

} // namespace

bool is_reversal(const candle& before, const candle& x) noexcept {
  if (x.close <= x.open)
    return false;
  const auto engulfs = before.close < before.open && x.open <= before.close
                       && x.close >= before.open;
  const auto body = x.close - x.open;
  const auto is_hammer = x.open - x.low >= 2 * body && x.high - x.close <= body;
  return engulfs || is_hammer;
}

double size_for_adx(double adx) noexcept {
  if (adx >= 40)
    return 0.10;
  if (adx >= 30)
    return 0.07;
  return adx >= 25 ? 0.05 : 0.02;
}

trend_pullback::trend_pullback(options opts)
    : strategy{opts.common}, options_{std::move(opts)} {}

std::optional<strategy::ruling>
trend_pullback::objection(const market_view& market) const {
  const auto& x = market.now;
  const auto& last = market.last;
  // Written so that what is no number is an objection.
  if (!(x.adx > options_.adx_min))
    return ruling{decision_reason::trend_weak,
                  {{"adx", x.adx}, {"adx_min", options_.adx_min}}};
  if (!x.vwap)
    return ruling{decision_reason::vwap_missing, {}};
  if (!(x.ema_9 > x.ema_21 && x.ema_21 > x.ema_50 && last.close > *x.vwap))
    return ruling{decision_reason::averages_not_aligned,
                  {{"ema_9", x.ema_9},
                   {"ema_21", x.ema_21},
                   {"ema_50", x.ema_50},
                   {"vwap", *x.vwap},
                   {"close", last.close}}};
  if (!(x.histogram > 0))
    return ruling{decision_reason::macd_against, {{"histogram", x.histogram}}};
  const auto volume_min = options_.volume_min * x.volume_mean;
  if (!(last.volume >= volume_min))
    return ruling{decision_reason::volume_thin,
                  {{"volume", last.volume}, {"volume_min", volume_min}}};
  return std::nullopt;
}

strategy::ruling trend_pullback::judge_entry(const market_view& market) const {
  if (const auto against = objection(market))
    return *against;
  const auto& x = market.now;
  const auto& last = market.last;
  const auto pullback
    = std::min(distance(last.close, x.ema_21), distance(last.close, *x.vwap));
  const auto is_near = pullback <= options_.pullback_max;
  const auto is_moderate
    = options_.rsi_min <= x.rsi_14 && x.rsi_14 <= options_.rsi_max;
  const auto turns = is_reversal(market.before_last, last);
  const auto rises = x.histogram > market.before.histogram;
  const auto is_traded
    = last.volume >= options_.volume_confirming * x.volume_mean;
  const auto confirmations = int{is_near} + int{is_moderate} + int{turns}
                             + int{rises} + int{is_traded};
  const auto known = figures{{"adx", x.adx},
                             {"confirmations", double(confirmations)},
                             {"pullback", pullback},
                             {"rsi", x.rsi_14},
                             {"reversal", turns ? 1.0 : 0.0},
                             {"histogram", x.histogram},
                             {"histogram_before", market.before.histogram},
                             {"volume", last.volume / x.volume_mean}};
  if (confirmations < options_.confirmations_min)
    return {decision_reason::too_few_confirmations, known};
  return {decision_reason::pullback_in_trend, known, size_for_adx(x.adx)};
}

} // namespace ballast
