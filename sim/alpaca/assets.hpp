// What the simulated Alpaca lists: real names, made-up prices.
#pragma once

#include "net/wire.hpp"
#include "sim/market_walk.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

/// One stock or crypto pair.
/// Source of the facts: data/alpaca_stocks.csv and data/alpaca_crypto.csv.
struct asset {
  std::string symbol; ///< "AAPL", "BRK.B", "BTC/USD"
  std::string id;     ///< A UUID; recorded for five pairs, made up for others.
  std::string exchange; ///< "NASDAQ", "CRYPTO"
  bool is_crypto = false;
  bool is_fractionable = true;
  /// Digits after the point of what data say of prices and sizes; orders have
  /// rules of their own.
  int price_decimals = 2;
  int size_decimals = 0;
  std::int64_t last = 0; ///< Price of the list, in units of the last digit.
  std::string min_order_size; ///< These three for crypto alone.
  std::string price_increment;

  std::string_view base() const;  ///< "BTC"; of a stock its symbol.
  std::string_view quote() const; ///< "USD"
  std::string joined() const;     ///< "BTCUSD", as positions have it.
};

/// Every asset, stocks first, each kind ascending by symbol.
const std::vector<asset>& all_assets();

/// By symbol, by the old joined form of a pair ("BTCUSD"), or by id.
/// @returns nullptr where there is none
const asset* find_asset(std::string_view name);

/// How an asset trades. A pair has the price of the same book at the other
/// simulated venues, a stock the one of the list.
market_walk::options life_of(const asset& x, std::uint64_t seed);

/// Members and their order as recorded. Appends JSON.
void append_asset_json(std::string& out, const asset& x);

} // namespace ballast::sim::alpaca
