// The private half of the simulated Coinbase: balances, permissions, fees.
#pragma once

#include "net/wire.hpp"
#include "sim/coinbase/keys.hpp"
#include "sim/request_target.hpp"

#include <string>
#include <utility>
#include <vector>

namespace ballast::sim::coinbase {

/// What each account owns at first: currency and amount as decimal text.
using endowment = std::vector<std::pair<std::string, std::string>>;

/// The same currencies, by name, with nothing in them but for `dollars` in USD.
endowment left_with(endowment balances, const std::string& dollars);

/// GET accounts: query limit (at most 250), cursor.
net::reply accounts_reply(const coinbase_account& whose,
                          const endowment& balances,
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
