// Orders and fills as OKX tells them.
#pragma once

#include "sim/matching_order.hpp"

#include <string>

namespace ballast::sim::okx {

/// One order, of trade/order and its like. Fees are below zero when paid.
std::string order_json(const order_record& x);
/// One of the orders channel: the order as it was, and what was filled by this
/// event alone.
std::string pushed_order_json(const account_event& x);
/// One of trade/fills.
std::string fill_json(const fill_record& x);

} // namespace ballast::sim::okx
