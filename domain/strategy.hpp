// One rule book for one market at a time: enter, hold or leave, and why.
//
// A strategy keeps nothing: what it says depends on the situation alone, so the
// same one may be asked about many markets and accounts, and recorded candles
// get the answers that live ones would have got. What all strategies have in
// common is decided here, in this order:
//
//   no position                           a position
//     fewer than 90 candles  stay out       no price known       hold, flagged
//     newest one unusable    stay out       stop, target, time   exit
//     newest one too old     stay out       the strategy's own   exit
//     judged before          stay out       candles missing      hold, flagged
//     the strategy's rules   stay out       else                 hold
//     too little money       stay out
//     else                   enter
#pragma once

#include "domain/chart.hpp"
#include "domain/decimal.hpp"
#include "domain/decision.hpp"
#include "domain/exit_plan.hpp"
#include "domain/exit_rules.hpp"
#include "domain/result.hpp"
#include "domain/time.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast {

/// In the quote currency of the market.
struct account_figures {
  decimal equity;    ///< All that the account is worth.
  decimal available; ///< Free to be spent.
};

/// What a strategy is asked about.
struct situation {
  const market_view& market;
  unix_time now; ///< In the venue's time.
  /// Start of the newest candle that was judged before by this strategy for
  /// this account.
  std::optional<unix_time> judged_until;
  std::optional<exit_plan> position;
  /// Prices since the position was last advanced, of candles or of trades;
  /// none where nothing new is known. Without a position nobody looks at it.
  std::optional<price_range> seen;
  account_figures account;
};

/// Where the first stop goes: below the last swing low, and neither too near
/// nor too far.
struct stop_rules {
  double below_swing = 1.5;    ///< ATRs below the lowest low of 10 candles.
  double distance_min = 0.005; ///< Of the price.
  double distance_max = 0.02;  ///< Of the price; < 1.
};

/// @pre market.ready()
double stop_price(const market_view& market, const stop_rules& rules);

/// What every strategy can be told.
struct strategy_options {
  exit_rules exits;
  stop_rules stop;
  /// The newest candle may have ended so many timeframes ago.
  int candles_late_max = 3;
};

class strategy {
public:
  virtual ~strategy() = default;
  strategy(const strategy&) = delete;
  strategy& operator=(const strategy&) = delete;

  virtual std::string_view name() const noexcept = 0; ///< "trend_pullback"
  const strategy_options& options() const noexcept { return options_; }

  decision evaluate(const situation& x) const;

protected:
  /// What a rule came to: a reason with its figures, and how much to buy where
  /// the reason is one to enter.
  struct ruling {
    decision_reason why{};
    ballast::figures figures;
    double size = 0; ///< Of the equity, in (0, 1].
  };

  explicit strategy(strategy_options opts) : options_{std::move(opts)} {}

private:
  /// Without a position. @pre market.ready()
  virtual ruling judge_entry(const market_view& market) const = 0;
  /// With one that no stop, target or time has ended: a reason to end it.
  /// @pre market.ready()
  virtual std::optional<ruling> judge_exit(const market_view& market) const;
  /// Where the first stop goes; 0 for none. @pre market.ready()
  virtual double first_stop(const market_view& market) const;

  bool is_late(const situation& x) const;
  decision judge_free(const situation& x) const;
  decision judge_held(const situation& x) const;
  decision enter(const situation& x, const ruling& by) const;

  strategy_options options_;
};

/// What a strategy can be told where it is made by its name.
struct strategy_setup {
  std::optional<exit_rules> exits; ///< Instead of the strategy's own.
  std::uint64_t seed = 0;          ///< Of random_entry.
  /// The same: of an entry per market and candle.
  std::optional<double> chance = std::nullopt;
};

/// "trend_pullback", "dual_rsi", "ema_cross", "donchian_breakout", and the
/// baselines "buy_and_hold" and "random_entry".
const std::vector<std::string_view>& strategy_names();

/// @returns ec::not_found for another name, ec::invalid_argument for exit rules
///          that contradict themselves.
result<std::unique_ptr<strategy>> make_strategy(std::string_view name,
                                                const strategy_setup& setup);

} // namespace ballast
