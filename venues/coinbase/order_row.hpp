// One order as REST lists it.
#pragma once

#include "domain/order.hpp"

#include <simdjson.h>

#include <optional>

namespace ballast::venues::coinbase {

/// Whether it is an order of another kind of market: none of ours.
bool is_derivative(const simdjson::dom::object& row);

/// Absent where id, market or side is missing, or an amount cannot be read.
std::optional<order_report> read_order(const simdjson::dom::object& row);

/// Reads what was asked for from `order_configuration`, which has one member:
/// its name tells type and life, its members size and price. Where it has
/// another number of members, or none that is known, the type is `other`.
/// @returns whether every amount could be read.
bool read_configuration(order_report& to, const simdjson::dom::object& row);

} // namespace ballast::venues::coinbase
