// Answers about orders and the account's trades, read into values.
//
// As in codec.hpp every function is total, and what is exact is read from the
// digits that came: numbers as well as text, never by way of a double.
//
// Source of all endpoints: Kraken, Spot REST API reference, "Trading" and
// "Account Data".
#pragma once

#include "net/wire.hpp"
#include "venues/kraken/names.hpp"
#include "venues/trading.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::kraken {

/// "1688666559.8974" as a moment, cut off after milliseconds; absent unless it
/// lies after 1970 and before the year 10000.
std::optional<unix_time> moment_of(std::string_view seconds);

/// "buy" or "b", "sell" or "s".
std::optional<side> side_of(std::string_view word) noexcept;

/// What became of an order that was refused with these words, the whole answer
/// being `x`: refused where each of its errors proves that none came of it,
/// else unknown.
/// @pre the answer is none that accepts
placement fate_of_refusal(const net::reply& x);

/// AddOrder. `value` holds the venue's id alone: it tells no more.
placement_answer decode_placement(const net::reply& x);
/// AmendOrder. `value` holds our id where the venue repeats it; it numbers the
/// change, and not the order.
placement_answer decode_amendment(const net::reply& x);
/// AddOrder with validate.
answer<done> decode_test(const net::reply& x);

/// CancelOrder. The venue calls unknown what is over as well as what never was.
cancel_answer decode_cancel(const net::reply& x);
/// CancelAll: `text` tells how many.
answer<done> decode_cancel_all(const net::reply& x);
/// CancelAllOrdersAfter: `text` tells when.
answer<done> decode_dead_man(const net::reply& x);
/// GetWebSocketsToken. `text` has no part of it.
answer<std::string> decode_stream_token(const net::reply& x);

/// One order of QueryOrders, OpenOrders or ClosedOrders. Of several with the
/// same id of ours the latest, as an id may be used again; orders of different
/// ids are an answer to another question, and malformed.
answer<order_lookup> decode_lookup(const net::reply& x,
                                   const pair_names& names);
/// OpenOrders, in one page, sorted by id. Orders of markets that are not known
/// are left out and named in `text`; one that cannot be read makes the answer
/// malformed.
answer<order_page> decode_open_orders(const net::reply& x,
                                      const pair_names& names);
/// ClosedOrders, the latest to end first. `next` is the last id of a full page,
/// which is told once more on the next one.
answer<order_page> decode_closed_orders(const net::reply& x,
                                        const pair_names& names);

/// TradesHistory or QueryTrades, the latest first; pages as above. The fee is
/// in the quote currency: orders of ours ask for that, and the venue does not
/// tell.
answer<fill_page> decode_fills(const net::reply& x, const pair_names& names);

/// TradeVolume with the fees of one pair. Where the pair has no fee for makers
/// of its own, they pay what takers do.
answer<fee_tier> decode_fees(const net::reply& x);

/// Depth of one pair.
answer<book_levels> decode_book(const net::reply& x, const pair_names& names);
/// Trades of one pair, ascending by time.
answer<std::vector<trade>> decode_trades(const net::reply& x,
                                         const pair_names& names);
/// Ticker of one pair.
answer<ticker> decode_ticker(const net::reply& x, const pair_names& names);

} // namespace ballast::venues::kraken
