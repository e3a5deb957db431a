// Alpaca's names of stocks and coins, and ours.
//
//   venue      ours          is
//   AAPL       AAPL/USD      a stock; BRK.B is BRK.B/USD
//   BTC/USD    BTC/USD       crypto, as lists, requests and data name it
//   BTCUSD     BTC/USD       the same in positions, and in old answers
//
// An old name cannot be split by rule (USDTUSD, USDCUSD), so it is looked up
// in what the list of markets told. Some stocks are called as coins are (LINK,
// LTC and BCH are listed companies and trusts): where both are there, the name
// means the coin.
#pragma once

#include "domain/market.hpp"
#include "domain/result.hpp"
#include "domain/symbol.hpp"

#include <functional>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::alpaca {

/// Whether a market's name is that of a pair of currencies.
bool is_crypto(std::string_view venue_symbol) noexcept;

/// Reads the name that the list of markets gives.
/// @returns ec::invalid_argument for what is neither of the first two above.
result<symbol> symbol_of(std::string_view venue_symbol);

/// The crypto that the venue lists.
class coin_names {
public:
  /// Forgets all and learns the pairs among these; a list without any teaches
  /// nothing and takes nothing away.
  void learn(const std::vector<market>& listed);

  /// nullptr where the pair is not known, by its old name or its new one.
  const symbol* find(std::string_view name) const;
  /// Whether the name of a market is that of a known pair.
  bool holds(const symbol& x) const { return pairs_.contains(x); }
  /// Whether it is the base of a known pair.
  bool is_coin(std::string_view currency) const;

  /// Every known pair.
  const std::set<symbol>& pairs() const noexcept { return pairs_; }

private:
  std::set<symbol> pairs_;
  std::set<std::string, std::less<>> bases_;
  std::map<std::string, symbol, std::less<>> by_name_;
};

/// What a position is a balance of. A stock is its name, and a coin the base of
/// its pair. A stock that is called as a known coin gets ".STOCK" behind it,
/// and crypto that is not known keeps the venue's word: neither may be taken
/// for a coin that could be sold.
std::string currency_of(std::string_view name, bool is_stock,
                        const coin_names& coins);

/// The symbol of what an order, fill or position names, in old form or new.
///
///   "BTC/USD"             BTC/USD
///   "BTCUSD", if known    BTC/USD
///   "AAPL"                AAPL/USD
///   "LINK", a share       LINK.STOCK/USD where a coin LINK is known
///   "XYZUSD", crypto that is not known   base XYZUSD, no quote
///
/// @param asset_class "crypto", "us_equity"; empty where the venue tells none.
symbol traded_symbol(std::string_view name, std::string_view asset_class,
                     const coin_names& coins);

} // namespace ballast::venues::alpaca
