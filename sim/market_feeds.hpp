// A market as its streams tell it: what is new since somebody looked last.
//
// Each feed is made at some moment and asked later on, at any pace: what it
// hands out depends on how far time has come and not on how often it was asked.
// A time that runs backwards stands still. A feed keeps a pointer to its
// market, which must outlive it.
#pragma once

#include "domain/time.hpp"
#include "sim/matching.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <optional>
#include <vector>

namespace ballast::sim {

/// The public trades after some moment, each once, when its time has come.
class trade_feed {
public:
  trade_feed(const matching_market& where, unix_time since);

  /// Those up to `now` that were not handed out before, oldest first.
  std::vector<trade> until(unix_time now);

private:
  const matching_market* where_;
  unix_time since_;
  std::int64_t second_; ///< Whose trades are all here or gone.
  std::deque<trade> waiting_;
};

/// What changed in a book. A size of zero: the level is gone. What is gone
/// stands first in each side, then what is there, best level first.
struct book_change {
  std::vector<book_level> bids;
  std::vector<book_level> asks;

  bool is_empty() const noexcept { return bids.empty() && asks.empty(); }
};
/// @param depth of who keeps the book and throws away what is beyond it, so
///        that he is told of no level that others push out; absent: he throws
///        away nothing
book_change change_of(const book_levels& before, const book_levels& after,
                      std::optional<std::size_t> depth);

/// The best levels of a book, which change once a second.
class book_feed {
public:
  /// @param engine gives the book; must outlive this
  book_feed(const matching& engine, const matching_market& where,
            std::size_t depth, unix_time now);

  const book_levels& levels() const noexcept { return levels_; }
  /// Takes the book of `now`. @returns what differs from the one before
  /// @param truncates see change_of
  book_change advance(unix_time now, bool truncates);

private:
  const matching* engine_;
  const matching_market* where_;
  std::size_t depth_;
  std::int64_t second_; ///< Unix time of `levels_`.
  book_levels levels_;
};

/// The candles that trade, of one width.
class candle_feed {
public:
  /// @param width in seconds
  candle_feed(const bar_source& bars, std::int64_t width, unix_time now);

  /// The newest `count` candles, oldest first, the running one among them;
  /// fewer where some had no trades.
  std::vector<bar> snapshot(std::int64_t count) const;
  /// The candles that traded since then, as they stand; oldest first.
  std::vector<bar> until(unix_time now);

private:
  const bar_source* bars_;
  std::int64_t width_;
  std::int64_t second_; ///< Whose trades were told.
};

} // namespace ballast::sim
