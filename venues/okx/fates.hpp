// What a code of OKX's proves about an order that was asked for.
//
// A code is a proof only where the venue's list says what it stands for. Those
// that leave open what became of the request, and all that are not in the list,
// prove nothing: whoever sent it asks for the order by its client id.
// Source: OKX API v5 guide, "Error Code".
#pragma once

#include "domain/order.hpp"
#include "venues/trading.hpp"

#include <string_view>

namespace ballast::venues::okx {

/// Of a request to place or amend an order that was answered with this code.
/// "0" is accepted. A duplicate id is unknown: no second order came of it, but
/// the first may be this very request, sent twice on its way.
placement placement_under(std::string_view code) noexcept;

/// Of a request to cancel. 51400 says "filled, canceled or does not exist": an
/// order that was placed just now may not exist *yet*, so that is unknown too.
cancel_fate cancel_fate_under(std::string_view code) noexcept;

/// Whether a question for an order was answered with "there is none".
bool is_no_such_order(std::string_view code) noexcept;

} // namespace ballast::venues::okx
