// One book of Kraken's stream, kept so that its checksum can be told.
//
// The venue numbers no message. It sends a CRC-32 of the ten best levels of
// either side with each, made of the digits of price and size as the pair
// writes them: without the point, without zeros in front, with those behind.
// A level that others push out of the subscribed depth is not said to be gone.
// Source: Kraken, WebSocket v2, "Book" and "Spot book checksum".
#pragma once

#include "domain/order.hpp"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string_view>
#include <vector>

namespace ballast::venues::kraken {

/// CRC-32 (IEEE 802.3) as zlib counts it.
std::uint32_t crc32(std::string_view bytes) noexcept;

/// Digits behind the point of what the pair writes.
struct pair_decimals {
  std::size_t price = 0;
  std::size_t size = 0;
};

/// How many stand behind the point: "0.0500" has 4, "5e-8" none of its own.
std::size_t decimals_in(std::string_view number) noexcept;
/// Of an increment: 8 of 0.00000001, 2 of 0.05.
std::size_t decimals_of(decimal increment);

class kept_book {
public:
  explicit kept_book(std::size_t depth) : depth_{depth} {}

  /// Forgets all levels.
  void clear();
  /// What lies beyond it is dropped by the next change.
  void set_depth(std::size_t x) { depth_ = x; }
  /// Applies all changes of one message, then drops what lies beyond the depth
  /// and adds it to them as levels that are gone.
  /// @pre no price or size is below zero
  void apply(book_levels& changes);
  std::uint32_t checksum(const pair_decimals& as) const;

private:
  std::size_t depth_;
  std::map<decimal, decimal, std::greater<>> bids_; ///< Size by price.
  std::map<decimal, decimal> asks_;
};

} // namespace ballast::venues::kraken
