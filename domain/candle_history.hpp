// The last candles of one market, and what to ask the venue for next.
#pragma once

#include "domain/market.hpp"
#include "domain/time.hpp"

#include <cstddef>
#include <optional>
#include <vector>

namespace ballast {

/// Ascending by start, no duplicates, at most `capacity`; only the newest may
/// be open. A venue leaves out candles in which nothing traded; gaps stay gaps.
class candle_history {
public:
  candle_history(std::chrono::seconds timeframe, std::size_t capacity);

  struct range {
    unix_time from;        ///< Start of the first candle wanted.
    unix_time to;          ///< Start of the last one wanted (the open one).
    std::size_t count = 0; ///< Candles between, both included.
  };
  /// What is missing at `now`: the whole history at first, later only from the
  /// last closed candle on (which is not asked again). Never more than `most`.
  range missing(unix_time now, std::size_t most) const;

  /// Merges an answer (any order, duplicates allowed): newer facts win, but a
  /// closed candle is never replaced by an open one. Marks as closed what ended
  /// at or before `now`.
  void merge(std::vector<candle> news, unix_time now);

  /// The venue answered for everything up to `to` (even with nothing in it).
  void answered_until(unix_time to);

  const std::vector<candle>& candles() const noexcept { return candles_; }
  std::size_t closed_count() const noexcept;

private:
  std::chrono::seconds timeframe_;
  std::size_t capacity_;
  std::vector<candle> candles_;
  std::optional<unix_time> complete_until_; ///< Start of the last closed known.
};

} // namespace ballast
