// OKX's words: targets of requests, and answers read into values.
//
// Every reading function is total: whatever the bytes, it returns an answer and
// never throws. What is exact stays exact (prices, sizes and balances are read
// from text alone; a JSON number there counts as unreadable), and what is
// absent, null or empty never becomes a price: the venue writes "" for what
// does not apply.
//
// Source of all endpoints: OKX API v5 guide, as of August 2026.
#pragma once

#include "domain/market.hpp"
#include "net/wire.hpp"
#include "venues/adapter.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::okx {

/// Most candles that a call gives. Source: "Get candlesticks", limit.
constexpr std::size_t candles_per_call = 300;

/// "1m" for 60 s, "1H", "1Dutc" and so on; absent for a timeframe that the
/// venue does not offer, or whose candles do not start at multiples of it
/// since 1970. The bars of six hours and more are those that count from
/// midnight UTC: their namesakes without "utc" count from Hong Kong's.
/// Source: "Get candlesticks", bar.
std::optional<std::string_view> bar_of(std::chrono::seconds timeframe);

/// The reverse: the timeframe of a bar that we ask for; absent for others.
std::optional<std::chrono::seconds> timeframe_named(std::string_view bar);

/// GET public/time.
std::string time_target();
/// GET system/status: maintenance that is planned or going on, as the venue
/// tells when no state is asked for.
std::string status_target();
/// GET public/instruments, all spot markets in one answer.
std::string instruments_target();
/// GET market/tickers of all spot markets in one answer.
std::string tickers_target();
/// GET market/candles, `from` and `to` as starts of candles, both included. A
/// timeframe that the venue does not offer is asked for as bar 0, which it
/// refuses.
std::string candles_target(std::string_view instrument_id,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to);
/// GET account/balance: the trading account, not the funding account.
std::string balances_target();
/// GET account/config, which tells what the key may do.
std::string permissions_target();

answer<unix_time> decode_time(const net::reply& x);

/// The state of the venue as a whole, by the maintenance that binds most:
///
///   trading as a whole       ongoing    halted        pre_open   post_only
///   trading, batch by batch  ongoing    cancel_only   pre_open   post_only
///
/// Whose turn it is in a batch is told nowhere, so nothing new may begin. What
/// is planned, over or cancelled, what is about other services and what is
/// about demo trading leaves it tradable. A service or a state that is not
/// known counts as trading, ongoing. `text` names the maintenance.
answer<market_state> decode_status(const net::reply& x);

/// Spot markets, in the venue's order, each symbol once. Left out without a
/// word: other types of instruments, and markets announced ahead whose
/// increments are still empty. Left out and counted in `text`: a market whose
/// id, increments or bounds cannot be read, as an order for it could not be
/// rounded. An answer without any market is malformed: a venue does not delist
/// all at once.
answer<std::vector<market>> decode_markets(const net::reply& x);

/// Prices of all spot markets; other instruments are left out. Without any it
/// is malformed. What is empty or cannot be read is unknown: zero.
answer<std::vector<ticker>> decode_tickers(const net::reply& x);

/// Candles ascending by start, each start once. The venue's own word says
/// whether one is closed. One unreadable candle, or a price that is not above
/// zero, makes the whole answer malformed: leaving it out would say that
/// nothing traded.
answer<std::vector<candle>> decode_candles(const net::reply& x);

/// All in one page, by currency. Held is all that is frozen, whether in orders
/// or otherwise. Digits beyond 10^-18 are cut off: the venue computes in
/// doubles and shows their remainders. One unreadable balance makes the answer
/// malformed.
answer<balance_page> decode_balances(const net::reply& x);

/// `text` names what of a trading key's permissions is missing.
answer<key_permissions> decode_permissions(const net::reply& x);

} // namespace ballast::venues::okx
