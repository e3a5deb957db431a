// The private half of the simulated OKX: balances, account, fees.
#pragma once

#include "net/wire.hpp"
#include "sim/exchange.hpp"
#include "sim/request_target.hpp"
#include "sim/wallet.hpp"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::sim::okx {

/// What each account owns at first: currency and amount as decimal text.
using endowment = std::vector<std::pair<std::string, std::string>>;

/// GET account/balance: ccy (comma list, at most 20). What is empty is left
/// out.
net::reply balance_reply(const purse& owned, const request_target& what,
                         unix_time now);
/// The same body for the account channel: one object, currencies and all.
/// @param with_empty also what there is nothing left of, where it was something
std::string balance_json(const purse& owned, std::string_view only,
                         unix_time now, bool with_empty = false);

/// A number of 17 digits, as the venue calls its users.
std::string uid_of(const account_key& whose);

/// What a key may do beside reading.
struct key_rights {
  bool can_trade = true;
  bool can_withdraw = false;
};
/// GET account/config: a spot account (acctLv 1) in net mode.
net::reply config_reply(const account_key& whose, key_rights rights);

/// GET account/trade-fee: instType, instId. Lv1: 0.08 % and 0.1 %, negative
/// because they are paid.
net::reply fee_reply(std::string_view group, unix_time now);

/// GET asset/currencies: ccy; one chain each.
net::reply currencies_reply(const request_target& what);

} // namespace ballast::sim::okx
