// What a strategy must be better than: doing nothing clever, and chance.
#pragma once

#include "domain/strategy.hpp"

#include <cstdint>

namespace ballast {

/// Buys for all of the account at the first chance, and never sells. No stop.
class buy_and_hold : public strategy {
public:
  buy_and_hold() : strategy{strategy_options{}} {}

  std::string_view name() const noexcept override { return "buy_and_hold"; }

private:
  ruling judge_entry(const market_view& market) const override;
  double first_stop(const market_view& market) const override;
};

/// Enters by chance, with the size, stop and exits of a real strategy: what is
/// left of its result is what exits and luck are worth. The draw belongs to the
/// candle, its market and the seed, so asking twice, or from the middle,
/// changes nothing, and what one market draws says nothing of another's.
class random_entry : public strategy {
public:
  struct options {
    options() { common.exits = exit_rules::thirds(); }

    strategy_options common;
    double chance = 0.02; ///< Of an entry per market and candle.
    double size = 0.05;   ///< Of the account.
    std::uint64_t seed = 0;
  };
  random_entry() : random_entry{options{}} {}
  explicit random_entry(options opts);

  std::string_view name() const noexcept override { return "random_entry"; }

private:
  ruling judge_entry(const market_view& market) const override;

  options options_;
};

} // namespace ballast
