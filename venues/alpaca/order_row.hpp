// One order as Alpaca writes it, in answers and in its stream alike.
#pragma once

#include "domain/order.hpp"
#include "venues/alpaca/names.hpp"

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::alpaca {

/// A status of Alpaca's:
///
///   pending    accepted, pending_new, accepted_for_bidding, held,
///              pending_review
///   open       new, partially_filled, done_for_day (a later day goes on with
///              it), pending_cancel, pending_replace, stopped, suspended,
///              calculated
///   filled     filled
///   cancelled  canceled, replaced (another order has taken its place)
///   expired    expired          rejected  rejected
///
/// A word that is not known is open: whoever asks again can only learn.
/// Source: "Orders", order lifecycle.
order_state state_of(std::string_view status) noexcept;

/// All numbers of `x` must have come as text. Absent unless it is an object
/// with an id, a side, a status, a size or a cost, and amounts that can be
/// read. `filled_cost` is filled times the average price, which is all that the
/// venue tells of it. `reason` is the status that ended it, where that was
/// neither a fill nor a wish of its owner.
std::optional<order_report> read_order(simdjson::dom::element x,
                                       const coin_names& coins);

/// "buy", "sell"; absent for all else.
std::optional<side> side_of(std::string_view text) noexcept;

/// The venue's name of an id or order; absent unless it is 1 to 128 printable
/// characters.
std::optional<std::string> id_of(std::string_view text);

/// What names one fill of an order, in answers and in the stream alike.
std::string fill_id(std::string_view order_id, decimal filled_by_then);

} // namespace ballast::venues::alpaca
