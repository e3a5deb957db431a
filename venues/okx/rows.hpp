// What one row of an answer says, or of a message of a stream: both write the
// same members. Absent where a row lacks what it must have, or has it in a form
// that cannot be read; members that are there and empty do not apply.
//
// Amounts come as text alone, and a fee that is paid is below zero there and
// above zero here.
#pragma once

#include "domain/market.hpp"
#include "domain/order.hpp"
#include "venues/json_body.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace ballast::venues::okx {

/// Whether it is about a spot market, be it by its type or, where it names
/// none, by its instrument.
bool is_spot(const simdjson::dom::object& row);

/// An amount, less the digits that the type does not hold: the venue computes
/// in doubles and shows their remainders.
std::optional<decimal> amount_of(std::string_view text);

/// Milliseconds since 1970; absent where there are none.
std::optional<unix_time> time_at(const simdjson::dom::object& row,
                                 std::string_view name);

/// A candle, which the venue itself says is closed or not.
std::optional<candle> read_candle(simdjson::dom::element row);

ticker ticker_of(const symbol& which, const simdjson::dom::object& row);
std::optional<trade> read_trade(const simdjson::dom::object& row);

/// The levels of a book, best first as the venue sends them. Its symbol stays
/// empty: rows do not name it.
/// Source: "Get order book"; "Order book channel".
std::optional<book_levels> read_book(const simdjson::dom::object& row);

/// One currency of the account. Held is all that is frozen, whether in orders
/// or otherwise.
std::optional<balance> read_balance(simdjson::dom::element row);

/// An order.
///
/// What a market order spends is its cost, what it buys or sells its size, by
/// tgtCcy; where that is empty a market buy counts in quote units. The cost of
/// what was filled is the average price times the size, rounded down: the venue
/// tells no sum. A rebate counts as an earned fee where it is in the currency
/// of the fee, or where nothing was paid. Source: "Get order"; "Order channel".
std::optional<order_report> read_order(const simdjson::dom::object& row);

/// One trade of ours, from a list of fills. Source: "Get transaction details".
std::optional<fill> read_fill(const simdjson::dom::object& row);

/// The trade that a message of the orders' channel tells beside the order
/// itself; absent where it tells none. Without a fillFee its fee is unknown,
/// and so is the currency: the order's own fee counts all its trades.
std::optional<fill> fill_beside(const simdjson::dom::object& row,
                                const order_report& order);

} // namespace ballast::venues::okx
