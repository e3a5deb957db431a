// Buys when a weak market's short memory turns up before its long one.
#pragma once

#include "domain/strategy.hpp"

#include <optional>

namespace ballast {

/// Enters when RSI(9) has risen above RSI(14) with this candle while RSI(14) is
/// below 50; leaves when both are at 70 or above, or by its exits.
class dual_rsi : public strategy {
public:
  struct options {
    options() { common.exits = exit_rules::thirds(); }

    strategy_options common;
    double weak_below = 50;
    double overbought = 70;
    double size = 0.05; ///< Of the account.
  };
  dual_rsi() : dual_rsi{options{}} {}
  explicit dual_rsi(options opts);

  std::string_view name() const noexcept override { return "dual_rsi"; }

private:
  ruling judge_entry(const market_view& market) const override;
  std::optional<ruling> judge_exit(const market_view& market) const override;

  options options_;
};

} // namespace ballast
