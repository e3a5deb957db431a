// What became of an order, or of a cancel, by what the venue answered.
//
// "Refused" needs proof: the words of a check that stands before the matching
// engine, or of the engine itself. All else is unknown, and asked about by the
// order's client id. That holds for "Duplicate order sent.": this request made
// no order, but an order of that id is there.
#pragma once

#include "domain/order.hpp"
#include "net/wire.hpp"
#include "venues/binance/replies.hpp"
#include "venues/trading.hpp"

#include <optional>
#include <string_view>

namespace ballast::venues::binance {

/// The error that a reply is, whatever its status.
std::optional<venue_error> error_of(const net::reply& x);

/// What became of a request to place: refused or unknown.
/// @pre the reply names no order that was taken.
placement placement_fate(const net::reply& x);

/// What became of a request to amend an order that is there.
placement amendment_fate(const net::reply& x);

/// @pre the reply is no 200 that tells of the order.
cancel_fate cancel_fate_of(const net::reply& x);

/// Turns what a reply to an order says about limits to the limits of orders: of
/// a -1015 to the one that its words name, which is used up; else to that of
/// ten seconds, where a header counts it. The limit of weight is another, and
/// goes on.
/// Source: "Unfilled Order Count", X-MBX-ORDER-COUNT-10S.
limit_feedback order_limits(const net::reply& x, limit_feedback limits);

} // namespace ballast::venues::binance
