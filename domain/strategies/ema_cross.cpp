#include "domain/strategies/ema_cross.hpp"

#include <utility>

namespace ballast {

namespace {

figures figures_of(const market_view& market) {
  const auto& x = market.now;
  const auto& before = market.before;
  return {{"ema_9", x.ema_9},
          {"ema_21", x.ema_21},
          {"ema_9_before", before.ema_9},
          {"ema_21_before", before.ema_21}};
}

} // namespace

ema_cross::ema_cross(options opts)
    : strategy{opts.common}, options_{std::move(opts)} {}

strategy::ruling ema_cross::judge_entry(const market_view& market) const {
  const auto& x = market.now;
  const auto& before = market.before;
  if (before.ema_9 <= before.ema_21 && x.ema_9 > x.ema_21)
    return {decision_reason::averages_crossed_up, figures_of(market),
            options_.size};
  return {decision_reason::averages_not_crossed, figures_of(market)};
}

std::optional<strategy::ruling>
ema_cross::judge_exit(const market_view& market) const {
  // Below, not only just crossed: the crossing's own candle may have been
  // missed while data were.
  if (market.now.ema_9 < market.now.ema_21)
    return ruling{decision_reason::averages_crossed_down, figures_of(market)};
  return std::nullopt;
}

} // namespace ballast
