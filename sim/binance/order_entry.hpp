// What a call asks of an order, checked against the manual and the filters.
#pragma once

#include "net/wire.hpp"
#include "sim/binance/market_data.hpp"
#include "sim/binance/parameters.hpp"
#include "sim/matching_order.hpp"

#include <string>
#include <string_view>
#include <variant>

namespace ballast::sim::binance {

/// The parameters of POST order, order/test and cancelReplace.
/// @param given_id the client id where the call has none
/// @param top the best level of either side, around which prices may be
/// @returns the request, or the refusal: parameters first, then filters.
std::variant<order_request, net::reply> read_order(const parameters& given,
                                                   const listing& where,
                                                   const book_levels& top,
                                                   std::string given_id);

/// Whether an order or a cancel may be called so.
bool is_client_id(std::string_view text);

/// The venue's words for what its engine refuses.
net::reply reply_to(order_refusal why);

/// -1013, "Filter failure: LOT_SIZE"
net::reply filter_failure(std::string_view filter);

} // namespace ballast::sim::binance
