// The simulated accounts' keys. Nothing is signed with them: both travel as
// they are.
#pragma once

#include "sim/exchange.hpp"

#include <cstdint>
#include <vector>

namespace ballast::sim::alpaca {

/// MASTER and `count` - 1 users, derived from the seed alone. A key is "PK" and
/// 18 letters and digits, as of a paper account, its secret 40 of them. Both
/// can be guessed by anyone who reads this file.
std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count);

} // namespace ballast::sim::alpaca
