// What the simulated Binance lists: real symbols and filters, made-up prices.
#pragma once

#include "sim/market_life.hpp"
#include "sim/matching_book.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::binance {

/// One spot symbol. Numbers are decimal text without trailing zeros.
/// Source of the facts: data/binance_symbols.csv.
struct symbol {
  std::string id; ///< "BTCUSDT"
  std::string base;
  std::string quote;
  std::string price_min;
  std::string price_max;
  std::string tick_size;
  std::string quantity_min;
  std::string quantity_max;
  std::string step_size;
  std::string market_quantity_max;
  std::string multiplier_up;
  std::string multiplier_down;
  std::string notional_min;
  std::string notional_max;
  int base_precision = 8; ///< Digits with which amounts are written.
  int quote_precision = 8;
  int price_decimals = 0; ///< Of the tick.
  int lot_decimals = 0;   ///< Of the step.
};

/// Most stops of an account that sleep in one symbol. Source: the filter
/// MAX_NUM_ALGO_ORDERS of exchangeInfo, as recorded.
constexpr auto algo_orders_max = std::size_t{5};

/// All symbols, ascending by id.
const std::vector<symbol>& all_symbols();
/// nullptr where there is none of that id.
const symbol* symbol_named(std::string_view id);
/// Every base and quote once, ascending.
const std::vector<std::string>& all_assets();

/// What decides how a symbol trades.
market_nature nature_of(const symbol& x);

/// The symbol as orders see it. @param bars must outlive what trades on it
matching_market market_of(const symbol& x, const bar_source& bars,
                          std::int64_t level_size);

/// The symbol as exchangeInfo lists it, members and their order as recorded.
/// Appends JSON.
void append_symbol_json(std::string& out, const symbol& x,
                        bool with_permission_sets);

/// A number of the table with so many digits after the point: "5" is
/// "5.00000000".
std::string padded(std::string_view number, int places);

} // namespace ballast::sim::binance
