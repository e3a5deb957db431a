// How Kraken writes orders, trades and what is wrong with them.
#pragma once

#include "sim/kraken/pairs.hpp"
#include "sim/matching_order.hpp"

#include <nlohmann/json.hpp>

#include <string>

namespace ballast::sim::kraken {

/// Source: kraken.md section 10; the text for a client id that is in use is a
/// guess of clients, and for a post-only order that would take as well.
std::string words_of(order_refusal x);

/// What an order's note remembers of its request.
struct order_note {
  std::int64_t userref = 0;
  std::string flags; ///< "fciq,post"
};
std::string to_text(const order_note& x);
order_note note_of(const order_record& x);

const char* name_of(order_type x); ///< "stop-loss-limit"

/// "buy 1.25000000 XBTUSD @ limit 27500.0", or of a stop
/// "sell 0.10000000 XBTUSD @ stop loss 55.0 -> limit 54.0".
std::string description_of(const order_ticket& x, const pair& where);
/// An order as OpenOrders, ClosedOrders and QueryOrders tell it.
nlohmann::ordered_json order_json(const order_record& x, const pair& where);
nlohmann::ordered_json trade_json(const fill_record& x, const order_record& of,
                                  const pair& where);
/// Seconds with a fraction.
double seconds_text(unix_time x);

} // namespace ballast::sim::kraken
