// Words and figures of orders, as REST and the sockets both write them.
#pragma once

#include "domain/order.hpp"

#include <optional>
#include <string_view>

namespace ballast::venues::coinbase {

/// "BUY" or "SELL".
std::optional<side> side_of(std::string_view word);
/// CANCEL_QUEUED and EDIT_QUEUED orders stand in the book until that is done. A
/// state that is not known counts as pending: whoever watches the order goes on
/// watching it.
order_state state_of(std::string_view word);
/// "GOOD_UNTIL_CANCELLED" and so on; absent for any other.
std::optional<time_in_force> lives_of(std::string_view word);

/// An exact amount; zero where there is none (empty), absent where it cannot be
/// read.
std::optional<decimal> amount_of(std::string_view text);
/// The same of what the venue derives: digits beyond the last place of a
/// decimal are cut off.
std::optional<decimal> derived_amount_of(std::string_view text);

/// A time; absent where there is none, and for the year 1 that stands for none.
std::optional<unix_time> moment_of(std::string_view text);

} // namespace ballast::venues::coinbase
