// The private half of the simulated Kraken: balances and what a key may do.
#pragma once

#include "net/wire.hpp"
#include "sim/exchange.hpp"

#include <cstdint>
#include <string>
#include <vector>

namespace ballast::sim::kraken {

/// What an account has of one asset, amounts as decimal text.
struct holding {
  std::string asset;            ///< Kraken's id: "ZUSD", "XXBT", "SOL".
  std::string balance;          ///< With what orders hold.
  std::string hold_trade = "0"; ///< Held by orders.
};
/// What each account owns at first.
using endowment = std::vector<holding>;

/// The same assets with nothing in them, but for `dollars` in ZUSD.
endowment left_with(endowment balances, const std::string& dollars);

/// POST Balance: asset and total.
net::reply balance_reply(const endowment& balances);

/// POST BalanceEx: balance, hold_trade, credit and credit_used an asset.
net::reply extended_balance_reply(const endowment& balances);

/// POST GetApiKeyInfo, names of members as recorded.
/// @param nonce the highest that the key has shown
net::reply key_info_reply(const account_key& whose, std::uint64_t nonce,
                          const std::vector<std::string>& permissions);

} // namespace ballast::sim::kraken
