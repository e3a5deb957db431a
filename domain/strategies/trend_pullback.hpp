// Buys a dip within a rise, and only a confirmed one.
#pragma once

#include "domain/strategy.hpp"

#include <optional>

namespace ballast {

/// Four conditions must all hold (ADX(14) above 20; EMA 9 > 21 > 50 and the
/// close above the VWAP; MACD's histogram above zero; volume at least half its
/// mean of 20 candles), then four of five confirmations:
///
/// 1. a pullback: the close within 0.5 % of EMA 21 or of the VWAP;
/// 2. RSI(14) from 40 to 70;
/// 3. a candle of reversal (`is_reversal`);
/// 4. the histogram is higher than one candle before;
/// 5. volume of at least its mean.
///
/// Size follows ADX: 2, 5, 7 and 10 % of the account from 20, 25, 30 and 40.
class trend_pullback : public strategy {
public:
  struct options {
    options() { common.exits = exit_rules::thirds(); }

    strategy_options common;
    double adx_min = 20;          ///< To be exceeded.
    double volume_min = 0.5;      ///< Of the mean, for any entry.
    double volume_confirming = 1; ///< Of the mean, for the confirmation.
    double pullback_max = 0.005;  ///< Of the level.
    double rsi_min = 40;
    double rsi_max = 70;
    int confirmations_min = 4; ///< Of five.
  };
  trend_pullback() : trend_pullback{options{}} {}
  explicit trend_pullback(options opts);

  std::string_view name() const noexcept override { return "trend_pullback"; }

private:
  ruling judge_entry(const market_view& market) const override;
  /// The condition that fails first.
  std::optional<ruling> objection(const market_view& market) const;

  options options_;
};

/// Whether a candle turns a fall: it rises, and either its body takes back all
/// of a falling candle's before it (bullish engulfing), or its lower shadow is
/// at least twice its body and its upper shadow at most as long as its body
/// (hammer).
bool is_reversal(const candle& before, const candle& x) noexcept;

/// Of the account: 0.02 below ADX 25, 0.05 below 30, 0.07 below 40, else 0.10.
double size_for_adx(double adx) noexcept;

} // namespace ballast
