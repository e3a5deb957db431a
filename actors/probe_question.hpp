// Which question tells whether a scope is well again.
#pragma once

#include "venues/adapter.hpp"

#include <optional>
#include <string>

namespace ballast {

/// The cheapest question whose first budget, and so the scope of its health, is
/// `scope`: an answer of another scope would say nothing of its limiter. The
/// status comes before the time, as it costs no more and tells more; one
/// market's candles before what tells of all markets at once. Where a scope is
/// asked by nothing but candles and no market is known yet, the time must do.
/// A limit of orders alone has no question, and no order may be sent to try it:
/// there the account's own questions must do, or its breaker would never close.
///
/// @param may_sign   whether there is a key and it is still used
/// @param has_market whether candles of some market can be asked for
/// @returns absent for a scope that is none of this adapter's.
std::optional<venues::question> probe_question(venues::adapter& of,
                                               const std::string& scope,
                                               bool may_sign, bool has_market);

} // namespace ballast
