// Alpaca's words: targets of requests, and answers read into values.
//
// Every reading function is total: whatever the bytes, it returns an answer and
// never throws. What is exact stays exact: the trading host writes amounts as
// text, the data host as JSON numbers, and both are read from their digits.
// What is absent, null or empty never becomes a price.
//
// Source of all endpoints: Alpaca, Trading API and Market Data API references.
#pragma once

#include "domain/market.hpp"
#include "domain/market_hours.hpp"
#include "net/wire.hpp"
#include "venues/adapter.hpp"
#include "venues/alpaca/names.hpp"
#include "venues/alpaca/session.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::alpaca {

/// Most bars on a page. Source: "Historical bars", limit.
constexpr std::size_t candles_per_call = 10'000;

/// "1Min" for 60 s: whole minutes below an hour, whole hours below a day, one
/// day; absent for all else. Source: "Historical bars", timeframe.
std::optional<std::string> timeframe_of(std::chrono::seconds timeframe);

enum class asset_class { crypto, us_equity };

/// GET /v2/clock, of the trading host.
std::string clock_target();
/// GET /v2/assets, the active ones of one class: the venue gives no answer with
/// both.
std::string assets_target(asset_class x);
/// GET /v2/account.
std::string account_target();
/// GET /v2/positions.
std::string positions_target();
/// GET /v2/calendar, both days included.
std::string calendar_target(std::chrono::year_month_day from,
                            std::chrono::year_month_day to);
/// GET bars, of the data host: /v1beta3/crypto/us/bars of the venue's own book
/// for crypto, /v2/stocks/bars else. `from` and `to` are starts of candles,
/// both included; days are asked for until they end, as they start at New
/// York's midnight. Of stocks those of the exchange IEX, the one feed in real
/// time that every plan has: some per cent of all trades, so volumes are
/// smaller and highs and lows narrower than elsewhere. Split-adjusted, as a
/// split is no change of price. A timeframe that the venue does not offer is
/// asked for as "0Min", which it refuses.
std::string candles_target(std::string_view venue_symbol,
                           std::chrono::seconds timeframe, unix_time from,
                           unix_time to);
/// GET /v1beta3/crypto/us/snapshots, of the data host.
std::string tickers_target(const coin_names& coins);
/// Shares in one question, so that its line stays within 4 kB: the venue names
/// no number.
constexpr std::size_t share_tickers_max = 400;
/// GET /v2/stocks/snapshots, of the data host and the exchange that is free.
std::string share_tickers_target(std::span<const std::string> symbols);

/// The clock's own time.
answer<unix_time> decode_time(const net::reply& x);

/// Whether stocks trade at the clock's own time, and until when.
answer<exchange_clock> decode_clock(const net::reply& x);

/// The sessions of stocks, for market_hours, in the venue's order. One row that
/// cannot be read makes the answer malformed: leaving it out would close the
/// exchange. Calendars without a row are well: a week can hold none.
answer<std::vector<session_day>> decode_calendar(const net::reply& x);

/// Stocks and crypto, in the venue's order, each symbol once. Left out without
/// a word: assets of other classes, and inactive ones, whose names may be those
/// of others by now. Left out and counted in `text`: one whose name or
/// increments cannot be read, and a stock that is called as a pair of `coins`.
/// An answer without any market is malformed: a venue
/// does not delist all at once.
///
/// The venue gives increments for crypto only. Of stocks they are rules:
///   price  1 cent, which is right below one dollar as well, if coarse
///          (0.0001 is taken there)
///   size   10^-9 and 1 dollar's worth at least where fractionable, else 1
/// Crypto has a least order value of 10 where the quote is a dollar of some
/// kind: 10 has been refused below, 1 is documented.
/// Source: "Orders", sub-penny increments, fractional trading, minimum sizes.
answer<std::vector<market>> decode_markets(const net::reply& x,
                                           const coin_names& coins);

/// Prices of crypto. What cannot be read is unknown: zero. The venue has days
/// but no 24 hours: volume is that since its midnight, change counts from the
/// close of the day before.
answer<std::vector<ticker>> decode_tickers(const net::reply& x);

/// Candles ascending by start, each start once; none is an answer too, as
/// minutes without a trade are left out. One unreadable candle, a price that is
/// not above zero, or word of another page makes the whole answer malformed:
/// what was left out would look as if nothing had traded. So does more than one
/// market.
answer<std::vector<candle>> decode_candles(const net::reply& x,
                                           std::chrono::seconds timeframe,
                                           unix_time now);

/// What balances_answer names as the page behind the account's.
constexpr std::string_view positions_page = "positions";

/// The account, with positions_page as its next; or the positions, the last.
///
/// Of the account the cash, which is available as far as buying power covers it
/// and else held, by open orders most often. So both add up to the cash, and
/// what could be borrowed is never counted. A debt is less than zero.
///
/// Of a position what qty_available tells, and the rest as held; of a short one
/// both are less than zero. Names: see currency_of. One unreadable amount makes
/// the answer malformed.
answer<balance_page> decode_balances(const net::reply& x,
                                     const coin_names& coins);

/// What the account lets its keys do, as keys have no rights of their own:
/// `text` names what keeps them from trading. No key can withdraw: transfers by
/// API (POST /v2/wallets/transfers) ended on 2026-10-09, which is unconfirmed.
answer<key_permissions> decode_permissions(const net::reply& x);

} // namespace ballast::venues::alpaca
