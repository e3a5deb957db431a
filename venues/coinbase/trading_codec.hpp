// Coinbase's words about orders, fills, fees and single markets: targets and
// bodies of requests, and answers read into values.
//
// Reading is total, as in codec.hpp, and what is exact is read from text alone.
// Figures that the venue derives (average prices, values, fees) may have more
// digits than a decimal holds and are cut off there.
//
// Source of all endpoints: Coinbase Advanced Trade REST API reference.
#pragma once

#include "domain/order.hpp"
#include "net/wire.hpp"
#include "venues/trading.hpp"

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::coinbase {

/// Most orders that one call may cancel.
constexpr std::size_t cancels_per_call = 100;

/// POST /orders.
std::string orders_target();
/// POST /orders/preview: the same body without a client id.
std::string preview_target();
/// POST /orders/batch_cancel.
std::string cancel_target();
/// POST /orders/edit.
std::string edit_target();
/// GET /orders/historical/{order_id}.
std::string order_target(std::string_view venue_id);
/// GET /orders/historical/batch, newest first, of all states.
/// @param product_id empty: of all markets.
std::string order_list_target(std::string_view product_id,
                              std::optional<unix_time> since,
                              std::string_view cursor);
/// The same of those in the state OPEN alone, which leaves out what is PENDING
/// or QUEUED, and so alive.
std::string open_order_list_target(std::string_view product_id,
                                   std::string_view cursor);
/// GET /orders/historical/fills.
std::string fills_target(std::string_view product_id,
                         std::optional<unix_time> since,
                         std::string_view cursor);
/// GET /transaction_summary of spot markets.
std::string fees_target();
/// GET /market/product_book.
/// @param depth levels a side; zero: as many as the venue sends.
std::string book_target(std::string_view product_id, unsigned depth);
/// GET /market/products/{id}/ticker: the latest `count` trades, with the best
/// prices.
std::string trades_target(std::string_view product_id, unsigned count);

/// The body that places an order; without a client id, the one of a preview.
/// What the venue has no configuration for (an order for a day, a post-only
/// order that takes) goes out as "unsupported", which it refuses.
std::string order_body(std::string_view product_id, const order_ticket& x);
/// The body that cancels orders, at most cancels_per_call.
std::string cancel_body(std::span<const std::string> venue_ids);
/// The body that edits an order: the venue reads a missing figure as zero.
std::string edit_body(std::string_view venue_id, decimal price, decimal size);

/// Whether no order can have come of what was answered so: the venue has
/// refused before its engine saw anything.
///
///     401, 403, 418, 429   by the status alone
///     400, 404, 422        where the venue gives its words
///     anything else        no
///
/// A word of a duplicate takes it back: an order with that client id is there.
bool proves_refusal(const net::reply& x);

/// How a failure reason of a placement ends.
///
///     PREVIEW_...                 refused: found before anything was placed
///     a documented reason         refused
///     DUPLICATE_CLIENT_ORDER_ID   unknown: the first order of that id is there
///     UNKNOWN_..., any other      unknown
///
/// Source: "Create Order", new_order_failure_reason, preview_failure_reason.
placement fate_of_reason(std::string_view reason);

/// What a failure reason of a cancel says of the order. COMMANDER_REJECTED_...
/// and INVALID_... come for orders that go on and for such that have ended:
/// unknown.
/// Source: "Cancel Orders", failure_reason.
cancel_fate fate_of_cancel_reason(std::string_view reason);

placement_answer decode_placement(const net::reply& x);
placement_answer decode_edit(const net::reply& x);
answer<done> decode_preview(const net::reply& x);
/// Of one order.
cancel_answer decode_cancel(const net::reply& x);

/// One order by the venue's id; found nowhere where a 404 says so.
answer<order_lookup> decode_lookup(const net::reply& x);
/// One order by its client id, among those of a page. Where the list goes on
/// without it, nothing is proved: `next`.
answer<order_lookup> decode_lookup_among(const net::reply& x,
                                         std::string_view client_id);

enum class which_orders { live, over };
/// Spot orders of those states. One that cannot be read makes the page
/// malformed: an order overlooked is one that nobody watches.
answer<order_page> decode_orders(const net::reply& x, which_orders which);

/// Fills of spot orders, by the venue's row id, which is unique where one trade
/// filled two orders of ours. What takes a trade back (REVERSAL, CORRECTION) is
/// left out and told in `text`.
answer<fill_page> decode_fills(const net::reply& x);
answer<fee_tier> decode_fees(const net::reply& x);

answer<book_levels> decode_book(const net::reply& x);
/// Ascending by time. Whose side `side` is differs by source, so it is no
/// taker's.
answer<std::vector<trade>> decode_trades(const net::reply& x);
/// The last trade's price and the best ones; nothing of the day.
answer<ticker> decode_ticker(const net::reply& x);

} // namespace ballast::venues::coinbase
