// The public half of the simulated OKX: instruments, tickers, candles, books,
// trades.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/bar.hpp"
#include "sim/fault_plan.hpp"
#include "sim/okx/instruments.hpp"
#include "sim/request_target.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::okx {

/// An instrument and where its prices come from.
struct listing {
  const instrument* facts = nullptr;
  std::unique_ptr<bar_source> bars;
  matching_market market;
  std::int64_t made_at = 0; ///< Unix seconds of `json`; 0: never.
  std::string json;         ///< Its ticker; made anew now and then.
};

/// Every function answers one route. Not thread-safe: its exchange has the
/// lock.
class market_data {
public:
  /// @param faults decides which instruments are delisted or post-only; must
  ///        outlive this.
  /// @param stories_begin see simulator_options
  market_data(std::uint64_t seed, fault_plan& faults,
              std::optional<unix_time> stories_begin = std::nullopt);

  /// GET public/instruments: instType, instId.
  net::reply instruments(const request_target& what, instant now);
  /// GET market/tickers: instType.
  net::reply tickers(const request_target& what, instant now);
  /// GET market/ticker: instId.
  net::reply ticker(const request_target& what, instant now);
  /// GET market/candles and history-candles: instId, bar, after, before, limit.
  net::reply candles(const request_target& what, bool is_history, instant now);
  /// GET market/books and books-full: instId, sz.
  net::reply books(const request_target& what, bool is_full, instant now);
  /// GET market/trades: instId, limit.
  net::reply trades(const request_target& what, instant now);
  /// GET public/price-limit: instId.
  net::reply price_limit(const request_target& what, instant now);

  /// nullptr for an instrument that is unknown or delisted.
  listing* find(std::string_view id, instant now);
  std::string_view state_of(const listing& x, instant now);
  /// As market/tickers has it. @param age_max how old it may be
  const std::string& ticker_json(listing& x, instant now,
                                 std::chrono::seconds age_max);
  /// The best `depth` levels of either side; `sequence` is the seqId.
  book_levels book_of(const listing& x, std::size_t depth,
                      std::int64_t second) const {
    return book_at(x.market, seed_, depth, second);
  }
  const std::vector<listing>& listings() const noexcept { return listings_; }

private:
  std::uint64_t seed_;
  fault_plan& faults_;
  std::vector<listing> listings_; ///< Ascending by id.
};

/// Bids or asks as rows of price, size, "0" and count of orders. A level that
/// is gone has none.
/// @param is_full without the third column
std::string side_json(const std::vector<book_level>& rows, bool is_full);

/// A whole number of up to 18 digits, without a sign.
std::optional<std::int64_t> whole_of(std::string_view text);
std::int64_t seconds_of(unix_time x);
std::string milliseconds_text(unix_time x);

} // namespace ballast::sim::okx
