// Numbers as Binance writes them: with all digits of the asset's precision.
#pragma once

#include "sim/bar.hpp"
#include "sim/binance/symbols.hpp"
#include "sim/matching_book.hpp"
#include "sim/span_figures.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::sim::binance {

std::string price_text(const symbol& x, std::int64_t ticks);
std::string size_text(const symbol& x, std::int64_t steps);
std::string price_text(const symbol& x, decimal price);
std::string size_text(const symbol& x, decimal size);
/// @param paid in ticks times steps
std::string paid_text(const symbol& x, double paid);

/// What buyers took of a volume, made up but the same each time; between a
/// third and two thirds.
double taker_share(std::string_view id, std::int64_t start);

/// The day's ticker, members and their order as recorded.
/// @param top the best level of either side
/// @param now in Unix milliseconds
std::string ticker_json(const symbol& x, const bar_source& bars,
                        const book_levels& top, std::int64_t now);
/// The same with the fewer members of type=MINI.
std::string mini_ticker_json(const symbol& x, const bar_source& bars,
                             std::int64_t now);
/// Of [from, now], both in Unix milliseconds; `to` is what closeTime says.
std::string window_ticker_json(const symbol& x, const bar_source& bars,
                               std::int64_t from, std::int64_t to,
                               std::int64_t now, bool is_mini);

/// Tickers and candles as events of streams. @param now in Unix milliseconds
std::string ticker_event(const symbol& x, const bar_source& bars,
                         const book_levels& top, std::int64_t now);
std::string mini_ticker_event(const symbol& x, const bar_source& bars,
                              std::int64_t now);
/// @param end of the interval, in Unix seconds
std::string kline_event(const symbol& x, const bar& row, std::int64_t end,
                        std::string_view interval, bool is_closed,
                        std::int64_t now);

/// One row of klines. @param end in Unix seconds
void append_kline(std::string& out, const symbol& x, const bar& row,
                  std::int64_t end);

} // namespace ballast::sim::binance
