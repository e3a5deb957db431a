// Levels, quotes and trades as Alpaca writes them, in answers and in its
// streams alike. All numbers must have come as text.
#pragma once

#include "domain/market.hpp"
#include "domain/order.hpp"
#include "venues/alpaca/names.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace ballast::venues::alpaca {

/// {"b":[{"p","s"}],"a":[..],"t"}. A size of zero is kept where `is_change`:
/// the level is gone. Absent where a level or the time cannot be read.
std::optional<book_levels> read_book(const simdjson::dom::object& x,
                                     bool is_change);

/// {"bp","bs","ap","as","t"} as a book of one level a side; a side whose price
/// or size is zero has none.
std::optional<book_levels> read_quote(const simdjson::dom::object& x);

/// {"i","p","s","t","tks"}. Absent where price, size or time cannot be read.
std::optional<trade> read_trade(const simdjson::dom::object& x);

} // namespace ballast::venues::alpaca
