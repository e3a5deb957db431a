// The private half of the simulated Coinbase: balances, permissions, fees.
#pragma once

#include "net/wire.hpp"
#include "sim/coinbase/keys.hpp"
#include "sim/request_target.hpp"
#include "sim/wallet.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ballast::sim::coinbase {

/// What each account owns at first: currency and amount as decimal text.
using endowment = std::vector<std::pair<std::string, std::string>>;

/// Amounts of one currency as text.
struct shown_wallet {
  std::string currency;
  std::string available;
  std::string hold;
};
/// What an account has, as accounts_reply shows it, by currency.
std::vector<shown_wallet> shown(const purse& x);
/// The same currencies with nothing in them but for `dollars` in USD.
std::vector<shown_wallet> left_with(std::vector<shown_wallet> wallets,
                                    const std::string& dollars);

/// GET accounts: query limit (at most 250), cursor.
net::reply accounts_reply(const coinbase_account& whose,
                          const std::vector<shown_wallet>& wallets,
                          const request_target& what);

/// The same, as the older API tells it at /v2/accounts: no part of a balance is
/// held. Query limit (at most 300), starting_after.
/// Source: Coinbase App API, "Accounts".
net::reply older_accounts_reply(const coinbase_account& whose,
                                const std::vector<shown_wallet>& wallets,
                                const request_target& what);

/// What a key may do beside viewing.
struct key_rights {
  bool can_trade = true;
  bool can_transfer = false;
};

/// GET key_permissions.
net::reply permissions_reply(const coinbase_account& whose, key_rights rights);

/// GET transaction_summary: the lowest fee tier, nothing traded yet.
net::reply fees_reply();

} // namespace ballast::sim::coinbase
