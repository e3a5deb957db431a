// Orders and fills as Binance tells them.
#pragma once

#include "sim/binance/symbols.hpp"
#include "sim/matching_order.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::binance {

/// "PARTIALLY_FILLED"; one that ended without its user is EXPIRED.
std::string_view status_of(const order_record& x);
std::string_view type_of(const order_record& x);       ///< "LIMIT_MAKER"
std::string_view life_of_order(const order_record& x); ///< "GTC"
std::string_view side_of(const order_record& x);       ///< "BUY"

/// Answer to a placed order. @param kind "ACK", "RESULT" or "FULL"
std::string placed_json(const symbol& x, const order_record& order,
                        const std::vector<const fill_record*>& fills,
                        std::string_view kind);
/// Answer to a cancelled one. @param cancel_id the cancel's own client id
std::string cancelled_json(const symbol& x, const order_record& order,
                           std::string_view cancel_id);
/// One that is asked for.
std::string order_json(const symbol& x, const order_record& order);
/// Answer to a reduced one.
std::string amended_json(const symbol& x, const order_record& order);
/// One of myTrades.
std::string fill_json(const symbol& x, const fill_record& one);

} // namespace ballast::sim::binance
