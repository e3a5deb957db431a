// Trades, quotes, bars and books as the market data API writes them: numbers,
// not text, and one letter a member.
#pragma once

#include "sim/alpaca/tape.hpp"

#include <cstdint>
#include <string>

namespace ballast::sim::alpaca {

/// `{"t":…,"o":…,"h":…,"l":…,"c":…,"v":…,"n":…,"vw":…}`
void append_bar_json(std::string& out, const bar& x, const asset& of);

/// All that traded within one second, as one trade at its last price.
void append_trade_json(std::string& out, const bar& second, const asset& of);

/// Best bid and ask around the price of a second.
void append_quote_json(std::string& out, const tape& of, std::int64_t at,
                       std::int64_t price);

/// The last trade and quote by `now`, in Unix seconds.
void append_latest_trade(std::string& out, const tape& of, std::int64_t now);
void append_latest_quote(std::string& out, const tape& of, std::int64_t now);

/// The bar of a width that something traded in last; null where there was none
/// in a fortnight. @param back how many bars before that one
void append_latest_bar(std::string& out, const tape& of, const timeframe& width,
                       std::int64_t now, std::size_t back);

/// latestTrade, latestQuote, minuteBar, dailyBar and prevDailyBar.
void append_snapshot(std::string& out, const tape& of, std::int64_t now);

/// One level of a crypto book, in ticks and steps.
struct book_level {
  std::int64_t price = 0;
  std::int64_t size = 0;
};
/// What rests near the price of a second: bids from the best down, asks from
/// the best up.
struct made_up_book {
  std::vector<book_level> bids;
  std::vector<book_level> asks;
};
made_up_book book_of(const tape& of, std::int64_t now);

/// `{"p":…,"s":…}` of each level, with commas.
void append_levels(std::string& out, const std::vector<book_level>& levels,
                   const asset& of);
/// `{"a":[…],"b":[…],"t":…}`
void append_book_json(std::string& out, const tape& of, std::int64_t now);

} // namespace ballast::sim::alpaca
