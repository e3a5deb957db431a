// Buys what leaves its channel upwards.
#pragma once

#include "domain/strategy.hpp"

#include <optional>

namespace ballast {

/// Enters when a candle closes above the highest high of the 20 before it;
/// leaves when one closes below the lowest low of the 10 before it, or at the
/// stop. Source: the entry and exit of the "turtles", system 1.
class donchian_breakout : public strategy {
public:
  struct options {
    strategy_options common;
    double size = 0.05; ///< Of the account.
  };
  donchian_breakout() : donchian_breakout{options{}} {}
  explicit donchian_breakout(options opts);

  std::string_view name() const noexcept override {
    return "donchian_breakout";
  }

private:
  ruling judge_entry(const market_view& market) const override;
  std::optional<ruling> judge_exit(const market_view& market) const override;

  options options_;
};

} // namespace ballast
