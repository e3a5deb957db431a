// What the simulated OKX lists: real spot instruments, made-up prices.
#pragma once

#include "sim/market_life.hpp"
#include "sim/matching_book.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::okx {

/// One spot instrument. Numbers are decimal text.
/// Source of the facts: data/okx_instruments.csv.
struct instrument {
  std::string id; ///< "BTC-USDT"
  std::string base;
  std::string quote;
  std::string trade_quotes; ///< As JSON: `["USDG","USD","USDC"]`.
  std::string tick_size;
  std::string lot_size;
  std::string size_min;
  std::string limit_size_max;
  std::string market_size_max;
  std::string limit_amount_max;
  std::string market_amount_max;
  std::string state; ///< "live"
  std::string group;
  std::string rule_type;
  std::string open_type;
  std::string list_time; ///< Unix milliseconds.
  std::string code;
  int price_decimals = 0;
  int lot_decimals = 0;
};

/// All instruments, ascending by id.
const std::vector<instrument>& all_instruments();
/// nullptr where there is none of that id.
const instrument* instrument_named(std::string_view id);
/// The same by its code.
const instrument* instrument_of_code(std::string_view code);
/// Every base and quote once, ascending.
const std::vector<std::string>& all_currencies();

/// What decides how an instrument trades.
market_nature nature_of(const instrument& x);
/// The instrument as orders see it. @param bars must outlive what trades on it
matching_market market_of(const instrument& x, const bar_source& bars,
                          std::int64_t level_size);

/// The instrument as public/instruments lists it, members and their order as
/// recorded. Appends JSON. @param state instead of the instrument's own
void append_instrument_json(std::string& out, const instrument& x,
                            std::string_view state);

} // namespace ballast::sim::okx
