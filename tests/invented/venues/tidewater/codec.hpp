// Tidewater's words: targets of requests, and answers read into values.
//
// Every reading function is total: whatever the bytes, it returns an answer and
// never throws. Source of all of them: MANUAL.md.
#pragma once

#include "domain/market.hpp"
#include "net/wire.hpp"
#include "venues/adapter.hpp"

#include <chrono>
#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::tidewater {

constexpr std::size_t waves_per_call = 200;

/// GET waves of a pool, `from` and `to` as starts, both included.
std::string waves_target(std::string_view pool, std::chrono::seconds timeframe,
                         unix_time from, unix_time to);

answer<unix_time> decode_clock(const net::reply& x);

/// Pools in the venue's order, each symbol once. What cannot be read is left
/// out and counted in `text`; an answer without any pool is malformed.
answer<std::vector<market>> decode_pools(const net::reply& x);

/// Prices of all pools. What is no figure is unknown: zero.
answer<std::vector<ticker>> decode_levels(const net::reply& x);

/// Ascending by start, each start once; those are closed whose time is over at
/// `now`. One unreadable wave makes the whole answer malformed.
answer<std::vector<candle>> decode_waves(const net::reply& x,
                                         std::chrono::seconds timeframe,
                                         unix_time now);

/// All in one page, by currency. One unreadable makes the answer malformed.
answer<balance_page> decode_holdings(const net::reply& x);

/// `text` names what of "look" and "trade" is missing.
answer<key_permissions> decode_pass(const net::reply& x);

} // namespace ballast::venues::tidewater
