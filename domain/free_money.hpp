// What an account may spend at a venue, and what its dollars are, from balances
// that are seconds old.
//
//   balances as the venue told them, at T
//     less what fills took since T     they may not be in them yet
//     less what open orders reserve    by our own books: ours are newer
//
// A fill that the balances know already may be taken off once more, for as long
// as nobody can tell: too little is free for a moment, never too much. What is
// sold counts once the venue says so.
#pragma once

#include "domain/decimal.hpp"
#include "domain/market.hpp"
#include "domain/order.hpp"

#include <string_view>
#include <vector>

namespace ballast {

/// @param unseen fills that the balances may not know of.
/// @param reserved by orders that are not over, of this currency.
/// @returns zero where nothing is free.
decimal free_of(std::string_view currency, const std::vector<balance>& told,
                const std::vector<fill>& unseen, decimal reserved);

/// All that is counted as dollars (domain/money.hpp), with what unseen fills
/// took and brought; fees aside.
decimal dollars_of(const std::vector<balance>& told,
                   const std::vector<fill>& unseen);

} // namespace ballast
