// Kraken's names of currencies and pairs, and ours.
//
//   pair id   XXBTZUSD   keys of answers; taken as `pair`
//   wsname    XBT/USD    the one that splits into base and quote
//   altname   XBTUSD     in orders: the wsname without its '/'
//   ours      BTC/USD    what Kraken's newer interfaces say as well
//
// A pair id cannot be split by rule (XTZUSD is XTZ and USD, USDTZUSD is USDT
// and ZUSD), so it is looked up in what AssetPairs told:
// venues/market_names.hpp.
#pragma once

#include "domain/result.hpp"
#include "domain/symbol.hpp"
#include "venues/market_names.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::kraken {

/// Reads a wsname: XBT is BTC and XDG is DOGE, all others are themselves.
/// @returns ec::invalid_argument unless there is exactly one '/' with a
///          currency in capitals on either side; tokenised stocks ("AAPLx/USD")
///          are none.
/// Source: AssetPairs, wsname; WebSocket v2, symbol.
result<symbol> symbol_of(std::string_view wsname);

/// The wsname of a market whose symbol came from `symbol_of`.
std::string wsname_of(const symbol& x);

/// The currency that an asset id of a balance means: "ZUSD" is USD, "XXBT" is
/// BTC, "SOL" is itself. Old ids are looked up, never stripped: ZRX and XTZ are
/// names of their own. What follows a point stays, so that staked and earning
/// holdings are currencies apart ("XBT.F" is "BTC.F", "ETH2.S" is itself):
/// they cannot be sold as what they are called after.
/// Source: Assets; "Get Extended Balance", suffixes of assets.
std::string currency_of(std::string_view asset_id);

/// Which market each pair id means, and each altname: orders come with the one
/// or the other.
class pair_names {
public:
  /// Forgets all and learns these.
  void learn(const std::vector<market>& listed);
  /// nullptr where the name is not known.
  const symbol* find(std::string_view name) const;

private:
  market_names ids_;
  market_names altnames_;
};

} // namespace ballast::venues::kraken
