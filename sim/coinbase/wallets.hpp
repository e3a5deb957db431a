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

/// GET accounts: query limit (at most 250), cursor.
net::reply accounts_reply(const coinbase_account& whose,
                          const endowment& balances,
                          const request_target& what);

/// GET key_permissions: may view and trade, may not transfer.
net::reply permissions_reply(const coinbase_account& whose);

/// GET transaction_summary: the lowest fee tier, nothing traded yet.
net::reply fees_reply();

} // namespace ballast::sim::coinbase
