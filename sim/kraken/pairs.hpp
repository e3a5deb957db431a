// What the simulated Kraken lists: real names and ticks, made-up prices.
#pragma once

#include "sim/market_life.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::kraken {

/// One spot pair.
/// Source of the facts: data/kraken_pairs.csv.
struct pair {
  std::string id;      ///< "XXBTZUSD", "SOLUSD"
  std::string altname; ///< "XBTUSD"
  std::string wsname;  ///< "XBT/USD"
  std::string base;    ///< Asset's id: "XXBT".
  std::string quote;   ///< "ZUSD"
  std::string tick_size;
  std::string order_min; ///< In base units.
  std::string status;    ///< "online", "cancel_only", …
  int price_decimals = 0;
  int lot_decimals = 0;
};

/// All pairs, ascending by id.
const std::vector<pair>& all_pairs();

struct asset {
  std::string id;      ///< "XXBT", "ZUSD", "SOL"
  std::string altname; ///< "XBT", "USD", "SOL"
};
/// Every base and quote once, ascending by id.
const std::vector<asset>& all_assets();

/// Whether an asset, by its altname, is money of a state.
bool is_fiat(std::string_view altname);

/// "BTC/USD": the pair as WebSocket v2 calls it. Source: kraken.md section 4.
std::string symbol_of(const pair& x);
/// The pair of that symbol; or null.
const pair* pair_of_symbol(std::string_view symbol);
/// "BTC" of "XXBT": the asset as WebSocket v2 calls it.
std::string asset_symbol_of(std::string_view id);

/// What decides how a pair trades, in canonical names.
market_nature nature_of(const pair& x);

/// Least value of an order, in quote units.
std::string_view cost_min_of(const pair& x);

/// The pair as AssetPairs lists it, members and their order as recorded in
/// November 2025, fees of that record for all. Appends JSON.
/// @param status instead of the pair's own
void append_pair_json(std::string& out, const pair& x, std::string_view status);

} // namespace ballast::sim::kraken
