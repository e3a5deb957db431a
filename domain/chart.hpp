// Closed candles of one market, and what its indicators say of them.
#pragma once

#include "domain/indicators/direction.hpp"
#include "domain/indicators/levels.hpp"
#include "domain/indicators/momentum.hpp"
#include "domain/indicators/volatility.hpp"
#include "domain/market.hpp"
#include "domain/symbol.hpp"
#include "domain/time.hpp"

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>

namespace ballast {

/// Whether a candle can be one: prices finite and from 1e-15 to 1e15, within
/// its low and high, its volume at least zero and at most 1e25. Within these no
/// indicator can overflow.
bool is_usable(const candle& x) noexcept;

/// What the indicators say after a candle.
struct reading {
  double ema_9 = 0;
  double ema_21 = 0;
  double ema_50 = 0;
  std::optional<double> vwap; ///< Of the UTC day; none before it trades.
  double rsi_9 = 0;
  double rsi_14 = 0;
  double adx = 0;          ///< ADX(14)
  double atr = 0;          ///< ATR(14)
  double histogram = 0;    ///< MACD(12, 26, 9)
  double volume_mean = 0;  ///< SMA(20) of the volume, this one included.
  double swing_low = 0;    ///< Lowest low of 10 candles, this one included.
  double channel_high = 0; ///< Highest high of the 20 candles before this one.
  double channel_low = 0;  ///< Lowest low of the 10 candles before this one.

  bool operator==(const reading&) const = default;
};

/// Closed candles that a verdict needs; by then all indicators have values.
constexpr std::size_t candles_min = 90;

/// All that a strategy may look at: the market as it was when its newest closed
/// candle had ended.
struct market_view {
  ballast::symbol market; ///< Which one; nobody reads prices into a name.
  std::chrono::seconds timeframe{};
  std::size_t closed = 0; ///< Candles until now.
  bool broken = false;    ///< The newest closed candle was unusable.
  candle last;            ///< The newest usable one.
  candle before_last;
  reading now;    ///< After `last`; means something once ready().
  reading before; ///< After `before_last`; the same.

  bool ready() const noexcept { return closed >= candles_min; }
  /// From the end of the newest candle. @pre closed > 0
  std::chrono::milliseconds age(unix_time at) const noexcept;
};

enum class chart_news : std::uint8_t {
  taken,
  open,         ///< Not closed yet: looked at by nobody.
  out_of_order, ///< Not after the newest one.
  unusable,     ///< Left out, and remembered until the next one that is usable.
};

/// Gaps are no candles: a venue leaves out those in which nothing traded, and
/// indicators go from one to the next that is there.
class chart {
public:
  /// @pre timeframe > 0
  explicit chart(std::chrono::seconds timeframe, symbol of = {});

  chart_news add(const candle& x);
  /// Of a long history only the last two candles are worth reading: that is
  /// done here, and not for each that is added.
  const market_view& view();

private:
  void feed(const candle& x);
  void read(const candle& x);

  market_view view_;
  /// Taken, and not yet in the indicators: the last two at most.
  std::array<candle, 2> fresh_;
  std::size_t fresh_count_ = 0;
  std::size_t fed_ = 0;
  indicators::ema ema_9_{9};
  indicators::ema ema_21_{21};
  indicators::ema ema_50_{50};
  indicators::vwap vwap_;
  indicators::rsi rsi_9_{9};
  indicators::rsi rsi_14_{14};
  indicators::adx adx_{14};
  indicators::atr atr_{14};
  indicators::macd macd_;
  indicators::sma volume_{20};
  indicators::donchian channel_20_{20};
  indicators::donchian channel_10_{10};
};

} // namespace ballast
