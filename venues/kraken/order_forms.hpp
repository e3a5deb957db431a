// What is posted about orders, and what is asked about the markets they stand
// in: forms and targets.
//
// Source: Kraken, Spot REST API reference, "Trading" and "Account Data".
#pragma once

#include "venues/kraken/calls.hpp"
#include "venues/trading.hpp"

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>

namespace ballast::venues::kraken {

/// How long an order may be on its way: the venue refuses it afterwards, so
/// that none appears once it has been given up. The venue takes 2 to 60 s from
/// its own now; the middle leaves room for a clock that is wrong.
/// Source: "Add Order", deadline.
constexpr std::chrono::seconds order_deadline{15};

/// Orders or fills on a full page. Source: "Get Closed Orders", "Get Trades
/// History".
constexpr std::size_t rows_per_page = 50;

/// AddOrder. Fees are asked for in the quote currency (fciq): the default is
/// not the same for both sides. A size in quote units (viqc) is taken of market
/// buys alone; of others, and of time_in_force::day, which the venue does not
/// know, it is asked all the same and refuses.
/// @param is_test only to be checked (validate).
form place_form(const market& what, const order_ticket& ticket, unix_time now,
                bool is_test);
/// CancelOrder, by the venue's id where there is one, else by ours.
form cancel_form(const order_ref& which);
/// CancelAll: of the account; there is none of one market.
form cancel_all_form();
/// AmendOrder, which keeps both ids. What is zero stays as it is.
form amend_form(const order_ref& which, decimal price, decimal size);

/// QueryOrders by the venue's id; by ours OpenOrders, for QueryOrders does not
/// take it: what has ended is then not found.
form query_form(const order_ref& which);
/// ClosedOrders by our id: where an order stands that has ended.
form ended_query_form(const order_ref& which);

/// OpenOrders of all markets, in one answer.
form open_orders_form();
/// ClosedOrders of all markets by the time they ended, the latest first.
/// @param page the id of an order: that one and those that ended before.
form closed_orders_form(std::optional<unix_time> since,
                        const std::string& page);
/// TradesHistory of all markets, the latest first.
/// @param page the id of a trade: that one and those before.
form fills_form(std::optional<unix_time> since, const std::string& page);

/// TradeVolume with the fees of one pair.
form fees_form(const market& what);
/// CancelAllOrdersAfter; beyond a day it is a day, which the venue refuses.
form dead_man_form(std::chrono::seconds after);
/// GetWebSocketsToken.
form stream_token_form();

/// GET Depth; a depth beyond 1 to 500 is the nearest of them.
std::string book_target(const market& what, unsigned depth);
/// GET Trades, the latest 1000.
std::string trades_target(const market& what);
/// GET Ticker of one pair.
std::string ticker_target(const market& what);

} // namespace ballast::venues::kraken
