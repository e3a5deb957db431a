// Coinbase's words: targets of requests, and answers read into values.
//
// Every reading function is total: whatever the bytes, it returns an answer and
// never throws. What is exact stays exact (prices, sizes and balances are read
// from text alone; a JSON number there counts as unreadable), and what is
// absent, null or empty never becomes a price.
//
// Source of all endpoints: Coinbase Advanced Trade REST API reference.
#pragma once

#include "domain/market.hpp"
#include "net/wire.hpp"
#include "venues/adapter.hpp"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::coinbase {

/// Most buckets that one candles call may span: the venue refuses 350 ("number
/// of candles requested should be less than 350").
constexpr std::size_t candles_per_call = 349;

/// "ONE_MINUTE" for 60 s, and so on; absent for a timeframe that the venue does
/// not offer. Source: "Get Public Product Candles", granularity.
std::optional<std::string_view> granularity_of(std::chrono::seconds timeframe);

/// GET /time.
std::string time_target();
/// GET /market/products of spot markets, all in one answer. Also the cheapest
/// way to all last prices.
std::string products_target();
/// GET /market/products/{id}/candles, `from` and `to` as starts of candles,
/// both included. A timeframe that the venue does not offer is asked for as
/// UNKNOWN_GRANULARITY, which it refuses.
std::string candles_target(std::string_view product_id,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to);
/// GET /accounts, 250 a page; `cursor` empty for the first.
std::string accounts_target(std::string_view cursor);
/// GET /key_permissions.
std::string permissions_target();

answer<unix_time> decode_time(const net::reply& x);

/// Spot markets, in the venue's order, each symbol once. A market whose id or
/// whose increments cannot be read, or are not above zero, is left out: an
/// order for it could not be rounded. So is one whose minima or maxima are
/// there but unreadable; absent or empty ones are zero. A flag that is neither
/// true, false nor absent counts as set. `text` says how many were left out.
/// An answer without any market is malformed: a venue does not delist all at
/// once, but a broken answer looks like that.
answer<std::vector<market>> decode_markets(const net::reply& x);

/// The same list as prices. Empty strings are unknown: zero.
answer<std::vector<ticker>> decode_tickers(const net::reply& x);

/// Candles ascending by start, each start once. One unreadable candle, or a
/// price that is not above zero, makes the whole answer malformed: leaving it
/// out would say that nothing traded.
answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now);

/// By currency; wallets of the same currency on a page are added up. One
/// unreadable balance makes the page malformed.
answer<balance_page> decode_balances(const net::reply& x);

answer<key_permissions> decode_permissions(const net::reply& x);

} // namespace ballast::venues::coinbase
