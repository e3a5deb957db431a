// Kraken's words: targets of requests, and answers read into values.
//
// Every reading function is total: whatever the bytes, it returns an answer and
// never throws. What is exact stays exact (prices and sizes are read from text
// alone, where a JSON number counts as unreadable; balances from text or from
// the digits of a number), and what is absent, null or empty never becomes a
// price.
//
// Source of all endpoints: Kraken, Spot REST API reference.
#pragma once

#include "domain/market.hpp"
#include "net/wire.hpp"
#include "venues/adapter.hpp"
#include "venues/kraken/names.hpp"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::kraken {

/// Most candles that a call gives, the open one aside. Older ones cannot be
/// had, whatever is asked for. Source: "Get OHLC Data".
constexpr std::size_t candles_per_call = 720;

/// 1 for 60 s, and so on: whole minutes; absent for a timeframe that the venue
/// does not offer. Source: "Get OHLC Data", interval.
std::optional<std::uint32_t> interval_of(std::chrono::seconds timeframe);

/// GET Time.
std::string time_target();
/// GET SystemStatus.
std::string status_target();
/// GET AssetPairs, all spot pairs of currencies.
std::string pairs_target();
/// GET Ticker of all pairs in one answer.
std::string tickers_target();
/// GET OHLC from the candle that starts at `from`, which is included, to the
/// open one: the venue knows no end. A timeframe that the venue does not offer
/// is asked for as interval 0, which it refuses.
std::string candles_target(std::string_view pair_id,
                           std::chrono::seconds timeframe, unix_time from);
/// POST BalanceEx.
std::string balances_target();
/// POST GetApiKeyInfo, which needs no permission of its own.
std::string permissions_target();

/// In whole seconds, rounded down: never ahead of the venue's own clock.
answer<unix_time> decode_time(const net::reply& x);

/// The state of the venue as a whole: "online" is tradable, "post_only" and
/// "cancel_only" are themselves, "maintenance" and all else is halted.
answer<market_state> decode_status(const net::reply& x);

/// Spot markets, in the venue's order, each symbol once. Left out without a
/// word: dark pools (ids that end in ".d", no wsname) and tokenised stocks.
/// Left out and counted in `text`: a market whose names, increments or minima
/// cannot be read, as an order for it could not be rounded. An answer without
/// any market is malformed: a venue does not delist all at once.
answer<std::vector<market>> decode_markets(const net::reply& x);

/// Prices of the markets that `names` knows; others are left out. Without any
/// it is malformed. What cannot be read is unknown: zero. The venue gives no
/// price of 24 hours ago, so `change` counts from 00:00 UTC.
answer<std::vector<ticker>> decode_tickers(const net::reply& x,
                                           const pair_names& names);

/// Candles ascending by start, each start once. The last one is still running,
/// whatever `now` is. One unreadable candle, or a price that is not above zero,
/// makes the whole answer malformed: leaving it out would say that nothing
/// traded.
answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now);

/// All in one page, by currency; ids of the same currency are added up.
/// Available is balance + credit - credit used - held. One unreadable balance
/// makes the answer malformed.
answer<balance_page> decode_balances(const net::reply& x);

/// `text` names what of a trading key's permissions is missing.
answer<key_permissions> decode_permissions(const net::reply& x);

} // namespace ballast::venues::kraken
