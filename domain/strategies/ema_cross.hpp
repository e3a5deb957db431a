// Follows the market when its fast mean crosses its slow one.
#pragma once

#include "domain/strategy.hpp"

#include <optional>

namespace ballast {

/// Enters when EMA 9 has risen above EMA 21 with this candle; leaves when it
/// has fallen below it, or at the stop.
class ema_cross : public strategy {
public:
  struct options {
    strategy_options common;
    double size = 0.05; ///< Of the account.
  };
  ema_cross() : ema_cross{options{}} {}
  explicit ema_cross(options opts);

  std::string_view name() const noexcept override { return "ema_cross"; }

private:
  ruling judge_entry(const market_view& market) const override;
  std::optional<ruling> judge_exit(const market_view& market) const override;

  options options_;
};

} // namespace ballast
