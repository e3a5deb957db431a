// A whole book, kept from one snapshot and the changes that follow it.
//
// The stream's top levels need no such care: each message is whole. Who wants
// more levels follows <symbol>@depth, and keeps a book like this:
//
//   changes of the stream   U1..u1   U2..u2   U3..u3 ...   each begins where
//   snapshot (GET depth)         ^lastUpdateId             the last one ended
//
// Changes are kept until the snapshot is there; of those it holds already
// nothing is done; the first one that is new must begin no later than one
// behind it. After a gap the book is wrong for ever: begin again.
//
// Source: WebSocket Streams, "How to manage a local order book correctly".
#pragma once

#include "domain/order.hpp"

#include <cstddef>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <vector>

namespace ballast::venues::binance {

/// What changed between two numbers of a book, both included.
struct depth_change {
  std::uint64_t first = 0; ///< U
  std::uint64_t last = 0;  ///< u; never below `first`.
  std::vector<book_level> bids;
  std::vector<book_level> asks;
};

class depth_book {
public:
  enum class outcome : std::uint8_t {
    buffered, ///< No snapshot yet.
    synced,   ///< The book is whole, and as new as what was last heard.
    gap,      ///< Changes are missing: begin anew.
    too_old,  ///< The snapshot ends before the first change: ask again.
  };

  /// Most changes that wait for a snapshot; the oldest go first, after which an
  /// older snapshot is too old.
  static constexpr std::size_t buffered_max = 10'000;

  outcome add(depth_change x);
  outcome start(const book_levels& snapshot);

  /// @pre a snapshot was taken. After a gap: as it was before.
  book_levels levels() const;

private:
  outcome apply(const depth_change& x);

  bool has_snapshot_ = false;
  bool has_gap_ = false;
  std::uint64_t sequence_ = 0;
  std::map<decimal, decimal, std::greater<>> bids_;
  std::map<decimal, decimal> asks_;
  std::deque<depth_change> buffered_;
};

} // namespace ballast::venues::binance
