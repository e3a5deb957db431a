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
/// A hole is no gap: what was never asked for, because we were away for longer
/// than the capacity, would read as quiet, so all before it is forgotten.
class candle_history {
public:
  candle_history(std::chrono::seconds timeframe, std::size_t capacity);

  struct range {
    unix_time from; ///< Start of the first candle wanted.
    unix_time to;   ///< Start of the last one wanted: the open one, unless
                    ///< `most` cut the range.
    std::size_t count = 0; ///< Candles between, both included.
  };
  /// What is missing at `now`: the whole history at first, later only from the
  /// last closed candle on (which is not asked again). Never more than `most`;
  /// where that is too few, the oldest come first.
  /// @pre most > 1
  range missing(unix_time now, std::size_t most) const;

  /// Merges an answer (any order, duplicates allowed, may be empty, may be
  /// overtaken by a later one): newer facts win, but a closed candle is never
  /// replaced by an open one. Marks as closed what ended at or before `now`,
  /// and leaves out what has not begun. A candle held open that has ended
  /// without news of its end is dropped until an answer brings it whole.
  /// @param now when the question was sent, in the venue's time, not when its
  ///        answer came: a candle that ended in between may be incomplete.
  void merge(std::vector<candle> news, unix_time now);

  /// As merge, of a stream that has left nothing out since the open candle held
  /// was last told: that one is whole once it has ended by `now`, and so is all
  /// before it. `news` may be empty. O(1) without news.
  /// @param now until when the stream has told, in the venue's time.
  void follow(std::vector<candle> news, unix_time now);

  /// The venue answered for everything that was missing up to the candle that
  /// starts at `to` (even with nothing in it). That one, which may have been
  /// open, will be asked for again.
  void answered_until(unix_time to);

  const std::vector<candle>& candles() const noexcept { return candles_; }
  std::size_t closed_count() const noexcept;

private:
  unix_time open_at(unix_time now) const;
  unix_time oldest_wanted(unix_time now) const;
  void forget_before_hole(unix_time now);

  std::chrono::seconds timeframe_;
  std::size_t capacity_;
  std::vector<candle> candles_;
  std::optional<unix_time> complete_until_; ///< Start of the last closed known.
  std::optional<unix_time> begin_; ///< After a hole: older news are left out.
  unix_time latest_ = unix_time::min(); ///< The latest `now` of all merges.
};

} // namespace ballast
