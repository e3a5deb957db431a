// Orders, fills, fees and books in Alpaca's words: targets and bodies of
// requests, and answers read into values. As codec.hpp, every reading function
// is total.
//
// Source of all endpoints: Alpaca, Trading API and Market Data API references.
#pragma once

#include "net/wire.hpp"
#include "venues/alpaca/names.hpp"
#include "venues/trading.hpp"

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::alpaca {

/// Most orders and fills on a page. Source: "Get all orders", limit; "Account
/// activities", page_size.
constexpr std::size_t orders_per_page = 500;
constexpr std::size_t fills_per_page = 100;
/// Trades that are asked for; the venue gives up to 10,000.
constexpr std::size_t trades_asked = 1000;
/// Longest client_order_id. Source: "Create an order".
constexpr std::size_t client_id_max = 128;

/// POST /v2/orders, and DELETE of all.
std::string orders_target();
/// GET and DELETE /v2/orders/{id}.
std::string order_target(std::string_view venue_id);
/// GET /v2/orders:by_client_order_id, with a colon indeed.
std::string client_order_target(std::string_view client_id);
/// GET /v2/orders?status=open or closed, ascending by submission. The venue has
/// no cursor: `after`, a moment in the venue's own digits, is left out itself.
std::string order_list_target(std::string_view status, const market* what,
                              std::string_view after);
/// GET /v2/account/activities/FILL, ascending: of all markets, as the venue
/// cannot choose.
std::string fills_target(std::optional<unix_time> since,
                         std::string_view page_token);
/// What tells an account's fees for crypto, GET /v2/account, or that a share
/// costs none, GET /v2/assets/{symbol}.
std::string fees_target(std::string_view venue_symbol);
/// GET latest/orderbooks of crypto. Shares have no public book: the latest best
/// bid and ask of the exchange IEX stand for it, one level each.
std::string book_target(std::string_view venue_symbol);
/// GET trades, the newest first, since the venue's midnight.
std::string trades_target(std::string_view venue_symbol);
/// GET snapshots of one market.
std::string ticker_target(std::string_view venue_symbol);
/// The moment before `x` as `after` wants it, since that leaves itself out.
std::string moment_before(unix_time x);

/// The body of POST /v2/orders.
///
/// A market order for shares is sent for the day, as the venue wants it of
/// fractions and of those sized by cost: it fills at once or never. Limit
/// orders keep what the ticket says, and the venue refuses fractions of shares
/// beyond the day. extended_hours is never sent: absent means regular hours.
///
/// What the venue does not have (post-only, good till a time), or what may not
/// be sent now (`in_session` false), is asked for by a time in force that it
/// does not know and so refuses: nothing is ever placed as something else.
std::string order_body(const market& what, const order_ticket& ticket,
                       bool in_session);

/// Accepted: 200 with the order in it. Refused: see refusals.hpp.
placement_answer decode_placement(const net::reply& x, const coin_names& coins);

/// 204 is taken; a cancel is confirmed by the order's own end.
cancel_answer decode_cancel(const net::reply& x);

/// 207: a row for each order. Those that were over are as good as cancelled.
/// One that the venue could not cancel makes the answer a refusal that counts.
answer<done> decode_cancel_all(const net::reply& x);

/// 404 with the venue's own words is an answer: no such order.
answer<order_lookup> decode_lookup(const net::reply& x,
                                   const coin_names& coins);

/// One order that cannot be read makes the page malformed.
answer<order_page> decode_orders(const net::reply& x, const coin_names& coins);

/// The venue posts fees at the end of the day, apart from fills: they have none
/// here. An id is that of the order and what of it was filled by then, so that
/// the stream's tale of the same fill has the same.
answer<fill_page> decode_fills(const net::reply& x, const coin_names& coins);

/// By the account's tier; of a share zero. An account that tells no tier pays
/// what the first does, the most.
/// Source: "Crypto fees", maker and taker by 30-day volume.
answer<fee_tier> decode_fees(const net::reply& x);

/// The book or quote of one market. unknown_symbol where the venue has none.
answer<book_levels> decode_book(const net::reply& x);
/// Ascending by time. Trades that were taken back are left out.
answer<std::vector<trade>> decode_trades(const net::reply& x,
                                         const coin_names& coins);
/// unknown_symbol where the venue has no snapshot of it.
answer<ticker> decode_ticker(const net::reply& x);

} // namespace ballast::venues::alpaca
