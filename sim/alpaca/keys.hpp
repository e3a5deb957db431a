// The simulated accounts' keys. Nothing is signed with them: both travel as
// they are.
#pragma once

#include "sim/exchange.hpp"

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace ballast::sim::alpaca {

/// MASTER and `count` - 1 users, derived from the seed alone. A key is "PK" and
/// 18 letters and digits, as of a paper account, its secret 40 of them. Both
/// can be guessed by anyone who reads this file.
std::vector<account_key> make_accounts(std::uint64_t seed, unsigned count);

/// Whose a key and its secret are; both must be right.
std::optional<std::size_t> account_of(const std::vector<account_key>& accounts,
                                      std::string_view key,
                                      std::string_view secret);

} // namespace ballast::sim::alpaca
