// The public half of the simulated Binance: symbols, tickers, candles, books,
// trades.
#pragma once

#include "domain/time.hpp"
#include "net/wire.hpp"
#include "sim/bar.hpp"
#include "sim/binance/parameters.hpp"
#include "sim/binance/symbols.hpp"
#include "sim/candle_rows.hpp"
#include "sim/fault_plan.hpp"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace ballast::sim::binance {

/// A symbol and where its prices come from.
struct listing {
  const symbol* facts = nullptr;
  std::unique_ptr<bar_source> bars;
  matching_market market;
  std::int64_t made_at = 0; ///< Unix seconds of `json`; 0: never.
  std::string json;         ///< The day's ticker; made anew now and then.
};

/// Every function answers one route. Not thread-safe: its exchange has the
/// lock.
class market_data {
public:
  /// @param faults decides which symbols are delisted; must outlive this.
  /// @param stories_begin see simulator_options
  market_data(std::uint64_t seed, fault_plan& faults,
              std::optional<unix_time> stories_begin = std::nullopt);

  /// GET exchangeInfo: symbol, symbols, symbolStatus, permissions,
  /// showPermissionSets. @param limits JSON of rateLimits
  net::reply exchange_info(const parameters& given, std::string_view limits,
                           instant now);
  /// GET depth: symbol, limit.
  net::reply depth(const parameters& given, instant now);
  /// GET trades and historicalTrades: symbol, limit, fromId.
  net::reply trades(const parameters& given, instant now);
  /// GET aggTrades: symbol, fromId, startTime, endTime, limit.
  net::reply agg_trades(const parameters& given, instant now);
  /// GET klines: symbol, interval, startTime, endTime, limit.
  net::reply klines(const parameters& given, instant now);
  /// GET avgPrice: symbol.
  net::reply average_price(const parameters& given, instant now);
  /// GET ticker/24hr: symbol, symbols, type, symbolStatus.
  net::reply ticker_24h(const parameters& given, instant now);
  /// GET ticker/price: the same but for type.
  net::reply ticker_price(const parameters& given, instant now);
  /// GET ticker/bookTicker: the same.
  net::reply book_ticker(const parameters& given, instant now);
  /// GET ticker and ticker/tradingDay: the same, and windowSize.
  net::reply ticker_window(const parameters& given, bool is_calendar_day,
                           instant now);

  /// nullptr for a symbol that is unknown or delisted.
  listing* find(std::string_view id, instant now);

  const std::vector<listing>& listings() const noexcept { return listings_; }
  /// The best level of either side.
  book_levels top_of(const listing& x, std::int64_t second) const {
    return book_of(x, 1, second);
  }
  /// The best `depth` ones; `sequence` is the update id.
  book_levels book_of(const listing& x, std::size_t depth,
                      std::int64_t second) const {
    return book_at(x.market, seed_, depth, second);
  }

private:
  /// What a call asks for: `symbol`, or those of `symbols`, or all.
  std::variant<std::vector<listing*>, net::reply>
  selected(const parameters& given, instant now);
  /// One object, or a list of them, as the call asks for.
  template <class Append>
  net::reply rows_of(const parameters& given, instant now, Append append);

  std::uint64_t seed_;
  fault_plan& faults_;
  std::vector<listing> listings_; ///< Ascending by id.
};

/// Bids or asks as lists of price and size.
std::string side_json(const symbol& x, const std::vector<book_level>& rows);
/// Of "15m" and so on; nullptr where there is no such interval.
const candle_span* interval_named(std::string_view name);
/// Unix seconds.
std::int64_t seconds_of(unix_time x);

} // namespace ballast::sim::binance
