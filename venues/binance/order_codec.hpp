// Binance's words about orders, fills, fees, books and trades. What codec.hpp
// says of reading holds here too.
//
// A market's name is looked up in what the list of markets told; what is about
// a market that it did not name keeps an empty symbol. So do books and trades,
// whose answers name none: who asked knows.
//
// Source of all endpoints: Binance Spot REST API reference.
#pragma once

#include "domain/order.hpp"
#include "net/wire.hpp"
#include "venues/market_names.hpp"
#include "venues/trading.hpp"

#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::binance {

/// Most orders, fills or trades that a call gives. Source: "All orders",
/// "Account trade list" and "Compressed/Aggregate trades list", limit.
constexpr std::size_t rows_per_call = 1000;
/// Most levels of a book, each side. Source: "Order book", limit.
constexpr unsigned levels_per_call = 5000;
/// The longest client id. Source: the words of error -1100, "legal range is
/// '^[a-zA-Z0-9-_]{1,36}$'".
constexpr std::size_t client_id_max = 36;

// -- what is asked: parameters, percent-encoded -------------------------------

/// POST order, and order/test with the same. MARKET carries neither price nor
/// timeInForce, which the venue refuses there; post-only is LIMIT_MAKER, which
/// knows no timeInForce. A stop is STOP_LOSS_LIMIT, which wakes at its
/// stopPrice or beyond: a sale below, a purchase above. What the venue has no
/// word for (an order until a time, or for a day) is asked for as "GTD" or
/// "DAY", which it refuses.
std::string order_parameters(const market& what, const order_ticket& ticket);
/// An order by the venue's id, else by ours: "symbol=..&orderId=..".
std::string order_parameters(const order_ref& which);
/// The same with the size that is left. The order keeps its client id, which
/// would be changed if it were not sent again.
std::string amend_parameters(const order_ref& which, decimal size);
/// "symbol=BTCUSDT"; empty for all markets.
std::string market_parameters(const market* what);
/// A page of allOrders: by `page`, the least order id, else since a time.
std::string closed_orders_parameters(const market* what,
                                     std::optional<unix_time> since,
                                     const std::string& page);
/// A page of myTrades: by `page`, the least trade id, else since a time.
std::string fills_parameters(const market* what, std::optional<unix_time> since,
                             const std::string& page);
/// GET depth. No depth asks for the venue's own, 100.
std::string book_target(const market& what, unsigned depth);
/// GET aggTrades, the latest.
std::string trades_target(const market& what);
/// GET ticker/24hr of one market.
std::string ticker_target(const market& what);

// -- what is answered ---------------------------------------------------------

/// NEW is open; PENDING_NEW is pending; EXPIRED_IN_MATCH, which prevents trades
/// with oneself, is expired; PENDING_CANCEL, which is not used, is still open.
/// Absent for what is not known. Source: "ENUM definitions", order status.
std::optional<order_state> order_state_of(std::string_view status) noexcept;

/// "LIMIT", "GTC" and so on, as they stand in a report. A stop that woke keeps
/// its type.
void set_kind(order_report& to, std::string_view type,
              std::string_view lives) noexcept;

/// Size or cost, whichever the order was sized by.
void set_size(order_report& to, decimal size, decimal cost) noexcept;

/// What was filled, what it cost, and their quotient. A cost below zero, which
/// very old orders have, is unknown.
void set_filled(order_report& to, decimal filled, decimal cost);

/// An order as the venue tells it in any of its answers; absent where a figure
/// or its state cannot be read. An answer to a cancel names the order's client
/// id origClientOrderId, one to an amendment its size qty and its cost
/// cumulativeQuoteQty, spelled right.
std::optional<order_report> read_order(const simdjson::dom::object& x,
                                       const market_names& names);

/// See order_fates.hpp for what is refused and what is unknown.
placement_answer decode_placement(const net::reply& x,
                                  const market_names& names);
placement_answer decode_amendment(const net::reply& x,
                                  const market_names& names);
/// `{}`, or what the order would cost in fees.
answer<done> decode_test(const net::reply& x);
cancel_answer decode_cancel(const net::reply& x);
/// Where nothing was open the venue says -2011, and nothing is open: ok.
answer<done> decode_cancel_all(const net::reply& x);
/// -2013 and -2026 (cancelled or expired without a fill, and archived): absent.
answer<order_lookup> decode_query(const net::reply& x,
                                  const market_names& names);
/// One unreadable order makes the answer malformed: an order that is left out
/// looks like one that is not there.
answer<order_page> decode_open_orders(const net::reply& x,
                                      const market_names& names);
/// Those that are over, of a list of all.
answer<order_page> decode_closed_orders(const net::reply& x,
                                        const market_names& names);
answer<fill_page> decode_fills(const net::reply& x, const market_names& names);
/// The standard, special and tax rates together, and the larger of what a buyer
/// and a seller pay beside. A discount for paying in BNB is not taken off: it
/// holds only as long as there is BNB to pay with.
answer<fee_tier> decode_fees(const net::reply& x);
answer<book_levels> decode_book(const net::reply& x);
answer<std::vector<trade>> decode_trades(const net::reply& x);
answer<ticker> decode_ticker(const net::reply& x, const market_names& names);

/// [["price","size"], ...]; absent where a price is not above zero or a size
/// below it.
std::optional<std::vector<book_level>>
read_levels(const simdjson::dom::object& from, std::string_view name);
/// Bids from the highest, asks from the lowest.
void put_best_first(book_levels& x);

} // namespace ballast::venues::binance
