// The private half of the simulated Binance: balances, rights, fees.
#pragma once

#include "net/wire.hpp"
#include "sim/binance/keys.hpp"
#include "sim/binance/parameters.hpp"

#include <string>
#include <vector>

namespace ballast::sim::binance {

/// What an account has of one asset, amounts as decimal text.
struct holding {
  std::string asset;
  std::string free;
  std::string locked = "0"; ///< Held by orders.
};
using endowment = std::vector<holding>;

/// The same assets with nothing in them, but for `dollars` in USDT.
endowment left_with(endowment balances, const std::string& dollars);

/// GET account: omitZeroBalances. Without it, every asset there is.
net::reply account_reply(const account& whose, const endowment& balances,
                         const parameters& given, unix_time now);

/// What a key may do beside reading.
struct key_rights {
  bool can_trade = true;
  bool can_withdraw = false;
};
/// GET apiRestrictions of the wallet's interface.
net::reply restrictions_reply(key_rights rights);

/// GET account/commission: symbol. 0.1 % to everybody, nothing special.
net::reply commission_reply(const std::string& symbol);
/// GET tradeFee of the wallet's interface: of one symbol or of all.
net::reply trade_fees_reply(const std::vector<std::string>& symbols);
/// GET capital/config/getall of the wallet's interface, without networks.
net::reply coins_reply(const endowment& balances);

} // namespace ballast::sim::binance
