// Binance's words: targets of requests, and answers read into values.
//
// Every reading function is total: whatever the bytes, it returns an answer and
// never throws. What is exact stays exact (prices, sizes and balances are read
// from text alone; a JSON number there counts as unreadable), and what is
// absent, null or empty never becomes a price.
//
// Source of all endpoints: Binance Spot REST API reference; of those below
// /sapi, Binance Wallet API.
#pragma once

#include "domain/market.hpp"
#include "net/wire.hpp"
#include "venues/adapter.hpp"
#include "venues/market_names.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::binance {

/// Most candles that a call gives. Source: "Kline/Candlestick data", limit.
constexpr std::size_t candles_per_call = 1000;

/// How long after its timestamp a signed request is taken: the venue's own
/// default. Source: "Timing security", recvWindow.
constexpr std::chrono::milliseconds receive_window{5000};

/// "1m" for 60 s, and so on up to a day; absent for others. The venue has
/// candles of 3 days, a week and a month as well, but none of them starts at a
/// multiple of its length (weeks begin on a Monday).
/// Source: "Kline/Candlestick data", interval.
std::optional<std::string_view> interval_of(std::chrono::seconds timeframe);
/// And back: 60 s for "1m".
std::optional<std::chrono::seconds> timeframe_of(std::string_view interval);

/// Whether a host serves the wallet's interface, /sapi: the live ones do, the
/// spot testnet and the demo mode do not.
/// @param authority "api.binance.com"
bool has_wallet(std::string_view authority) noexcept;

/// GET time.
std::string time_target();
/// GET system/status, of the wallet's interface.
std::string status_target();
/// GET exchangeInfo of all spot markets, whatever their status. Without the
/// sets of permissions: of each market they name every group of accounts there
/// is, and make the answer longer than what is read. Some 1,560 bytes a market
/// are left.
std::string markets_target();
/// GET ticker/24hr of all markets that trade: those that do not keep the prices
/// of their last day.
std::string tickers_target();
/// GET klines, `from` and `to` as starts of candles, both included. A timeframe
/// that the venue does not offer is asked for as "unknown", which it refuses.
std::string candles_target(std::string_view market_id,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to);
constexpr auto account_path = std::string_view{"/api/v3/account"};
/// Of the wallet's interface, what the key may do.
constexpr auto restrictions_path
  = std::string_view{"/sapi/v1/account/apiRestrictions"};
/// GET account, without the currencies that it holds nothing of.
std::string balances_parameters();

/// Parameters with recvWindow and timestamp behind them, ready to be signed.
std::string with_timing(std::string parameters, unix_time now);

answer<unix_time> decode_time(const net::reply& x);

/// The state of the venue as a whole: 0 is tradable, 1 (maintenance) and all
/// else is halted.
answer<market_state> decode_status(const net::reply& x);

/// Spot markets, in the venue's order, each symbol once. Left out and counted
/// in `text`: a market whose names, increments or minima cannot be read, as an
/// order for it could not be rounded; so are currencies that are not written in
/// capitals and digits. An answer without any market is malformed: a venue does
/// not delist all at once.
answer<std::vector<market>> decode_markets(const net::reply& x);

/// Prices of the markets that `names` knows; others are left out. Without any
/// it is malformed. What cannot be read is unknown: zero.
answer<std::vector<ticker>> decode_tickers(const net::reply& x,
                                           const market_names& names);

/// Candles ascending by start, each start once; the last one is open as long as
/// it lasts. One unreadable candle, or a price that is not above zero, makes
/// the whole answer malformed: leaving it out would say that nothing traded.
answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now);

/// All in one page, by currency. One unreadable balance makes the answer
/// malformed.
answer<balance_page> decode_balances(const net::reply& x);

/// Of apiRestrictions, what the key may do; of account, where that was asked
/// (there is no wallet), whether the account trades. The account's own
/// canWithdraw is no right of the key: without the wallet's interface no key
/// can withdraw.
answer<key_permissions> decode_permissions(const net::reply& x);

} // namespace ballast::venues::binance
