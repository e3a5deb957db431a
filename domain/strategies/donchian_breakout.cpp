#include "domain/strategies/donchian_breakout.hpp"

#include <utility>

namespace ballast {

donchian_breakout::donchian_breakout(options opts)
    : strategy{opts.common}, options_{std::move(opts)} {}

strategy::ruling
donchian_breakout::judge_entry(const market_view& market) const {
  const auto close = market.last.close;
  const auto high = market.now.channel_high;
  const auto known = figures{{"close", close}, {"channel_high", high}};
  if (close > high)
    return {decision_reason::channel_broken_up, known, options_.size};
  return {decision_reason::channel_not_broken, known};
}

std::optional<strategy::ruling>
donchian_breakout::judge_exit(const market_view& market) const {
  const auto close = market.last.close;
  const auto low = market.now.channel_low;
  if (close < low)
    return ruling{decision_reason::channel_broken_down,
                  {{"close", close}, {"channel_low", low}}};
  return std::nullopt;
}

} // namespace ballast
