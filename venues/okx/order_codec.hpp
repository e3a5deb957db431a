// OKX's words about orders, fills, fees and books: targets and bodies of
// requests, and answers read into values.
//
// Reading is total and exact, as in codec.hpp. Where an answer tells of each
// order by itself, its row decides and not the code around all of them; what
// the row proves stands in fates.hpp.
//
// Source of all endpoints: OKX API v5 guide, as of August 2026.
#pragma once

#include "domain/order.hpp"
#include "venues/okx/codec.hpp"
#include "venues/trading.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::okx {

/// Most rows that one page of orders or fills holds, and what we ask for.
constexpr std::size_t page_rows = 100;
/// Most orders in one request. Source: "Place multiple orders".
constexpr std::size_t batch_orders = 20;
/// Deepest book. Source: "Get order book", sz.
constexpr unsigned book_depth_max = 400;
/// How far the first list of completed orders goes back; the archive has three
/// months. Source: "Get order history (last 7 days)".
constexpr auto history_reach = std::chrono::hours{7 * 24};

/// How orders are paid for: "cash", or "cross" where the account is in a mode
/// that knows margin. Source: "Place order", tdMode.
std::string_view trade_mode_of(std::string_view account_level) noexcept;

// Questions.
std::string book_target(std::string_view instrument_id, unsigned depth);
std::string trades_target(std::string_view instrument_id);
std::string ticker_target(std::string_view instrument_id);
std::string fees_target(std::string_view instrument_id);
/// By the venue's id where there is one, else by ours.
std::string order_target(const order_ref& which);
/// Newest first. @param instrument_id empty: of all spot markets.
/// @param page the last id of the page before; empty: from the newest.
std::string open_orders_target(std::string_view instrument_id,
                               std::string_view page);
/// @param archived whether to ask the list that goes back three months.
std::string closed_orders_target(bool archived, std::string_view instrument_id,
                                 std::string_view page);
/// Of the last three months. @param page a billId.
std::string fills_target(std::string_view instrument_id,
                         std::optional<unix_time> since, std::string_view page);

/// Path and body of a POST.
struct post {
  std::string target;
  std::string body;
};

/// An order and the market that it is for.
struct ticket_of {
  std::string_view instrument_id;
  const order_ticket* ticket;
};

/// One order by "Place order", several by "Place multiple orders". What a size
/// counts in is said each time: left to itself the venue takes a market buy's
/// as quote units. A kind of order that the venue does not have goes out as
/// "unsupported", which it refuses.
/// @pre 1 <= orders.size() <= batch_orders
post placing(std::span<const ticket_of> orders, std::string_view trade_mode);
/// @pre the same
post cancelling(std::span<const order_ref> orders);
/// @param price, size zero: as it is. `size` counts what was filled as well.
post amending(const order_ref& which, decimal price, decimal size);
/// The venue takes zero and 10 to 120 seconds; what is between goes to the
/// nearest that it takes.
post dead_man(std::chrono::seconds after);

/// What became of the order at that place of a request, counted from zero. The
/// venue's gateway has taken an accepted one; its engine may still cancel it.
placement_answer decode_placement(const net::reply& x, std::size_t place = 0);
cancel_answer decode_cancel(const net::reply& x, std::size_t place = 0);
/// "Order does not exist" is an answer: none is found. That holds for an order
/// placed a moment ago, too, which may not be known yet, and for one that was
/// cancelled without a fill two hours ago.
answer<order_lookup> decode_order(const net::reply& x);

/// Pages of orders and fills of spot markets, in the venue's order: newest
/// first. Others are left out. One that cannot be read makes the answer
/// malformed: without it a position would be wrong.
answer<order_page> decode_orders(const net::reply& x);
answer<fill_page> decode_fills(const net::reply& x);

/// The rates of the market's group. Where the answer names several groups the
/// dearest counts, and `text` says so.
answer<fee_tier> decode_fees(const net::reply& x);
answer<done> decode_dead_man(const net::reply& x);
/// acctLv, "1" to "4", of the account's configuration.
answer<std::string> decode_account_level(const net::reply& x);

/// Without a symbol: the answer names none.
answer<book_levels> decode_book(const net::reply& x);
answer<std::vector<trade>> decode_trades(const net::reply& x);
answer<ticker> decode_ticker(const net::reply& x);

} // namespace ballast::venues::okx
