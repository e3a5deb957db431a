// What Alpaca's sockets say, read message by message.
#pragma once

#include "venues/alpaca/names.hpp"
#include "venues/stream_dialect.hpp"

#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace ballast::venues::alpaca {

/// A channel and a venue_symbol; empty: of all markets.
using subscriptions = std::set<std::pair<channel, std::string>>;

/// Reads a message of market data. All numbers must have come as text.
/// @param lists what is followed; replaced by what the venue tells of it.
/// @param books those of which the whole has come; read and written.
std::vector<stream_event> read_market_data(std::string_view text,
                                           const coin_names& coins,
                                           subscriptions& lists,
                                           std::set<std::string>& books,
                                           unix_time now);

/// Reads a message about the account. A fill comes before the order's report
/// that counts it; what takes a fill back is a gap: ask for orders and fills.
std::vector<stream_event> read_account_data(std::string_view text,
                                            const coin_names& coins);

/// What an error of market data is to us. Of an unknown code: refused.
///
///   401, 402        unauthorised    406             throttled: another socket
///   408, 409        not permitted                   holds the one place
///   404, 407, 500   unavailable     all else        refused
outcome_kind kind_of_stream_error(std::uint64_t code) noexcept;

} // namespace ballast::venues::alpaca
