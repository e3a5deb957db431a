#include "domain/strategies/dual_rsi.hpp"

#include <utility>

namespace ballast {

dual_rsi::dual_rsi(options opts)
    : strategy{opts.common}, options_{std::move(opts)} {}

strategy::ruling dual_rsi::judge_entry(const market_view& market) const {
  const auto& x = market.now;
  const auto& before = market.before;
  const auto crossed = before.rsi_9 <= before.rsi_14 && x.rsi_9 > x.rsi_14;
  const auto known = figures{{"rsi_9", x.rsi_9},
                             {"rsi_14", x.rsi_14},
                             {"rsi_9_before", before.rsi_9},
                             {"rsi_14_before", before.rsi_14}};
  if (!crossed)
    return {decision_reason::rsi_not_crossed, known};
  if (!(x.rsi_14 < options_.weak_below))
    return {decision_reason::rsi_too_high, known};
  return {decision_reason::rsi_crossed_up, known, options_.size};
}

std::optional<strategy::ruling>
dual_rsi::judge_exit(const market_view& market) const {
  const auto& x = market.now;
  if (x.rsi_9 >= options_.overbought && x.rsi_14 >= options_.overbought)
    return ruling{decision_reason::rsi_overbought,
                  {{"rsi_9", x.rsi_9}, {"rsi_14", x.rsi_14}}};
  return std::nullopt;
}

} // namespace ballast
