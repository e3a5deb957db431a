// What POST and PATCH /v2/orders ask for, read from JSON, and what is wrong
// with it whoever asks.
#pragma once

#include "domain/order.hpp"
#include "net/wire.hpp"
#include "sim/alpaca/assets.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <variant>

namespace ballast::sim::alpaca {

/// One order as its client wrote it.
struct order_form {
  const asset* of = nullptr;
  order_ticket ticket; ///< `expires` is not set yet.
  std::string lives;   ///< "day", "gtc", …
  bool extended_hours = false;
};

/// Numbers come as JSON numbers or as text. Market, limit and stop-limit orders
/// alone; other stops, brackets and the orders for an auction are refused with
/// a word that says so.
/// @returns the answer of the venue where it is wrong: 404 for an asset that is
///          not there, else 422. Sources: alpaca.md sections 8 and 12.
std::variant<order_form, net::reply> read_order(std::string_view body);

/// What a replacement changes; absent: stays.
struct order_change {
  std::optional<decimal> size;
  std::optional<decimal> price;
  std::optional<std::string> lives;
  std::string client_id;
};
std::variant<order_change, net::reply> read_change(std::string_view body);

/// Rules on how prices, sizes and time in force go together.
std::optional<net::reply> objection_to(const order_form& x);

} // namespace ballast::sim::alpaca
