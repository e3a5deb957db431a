// What Binance pushes, event by event.
#pragma once

#include "venues/binance/depth_book.hpp"
#include "venues/market_names.hpp"
#include "venues/stream_dialect.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>
#include <vector>

namespace ballast::venues::binance {

/// Reads one event of a market or of the account. What is about a market that
/// `names` does not know is passed over, but for orders and fills, which keep
/// an empty symbol; so is what says nothing of ours. What cannot be read gives
/// one stream_malformed.
/// @param stream "bnbbtc@depth20", which alone tells whose top levels these
///               are; empty where the event came without.
/// Source: WebSocket Streams and User Data Streams, payloads.
std::vector<stream_event> read_event(const simdjson::dom::object& x,
                                     std::string_view stream,
                                     const market_names& names);

/// {"e":"depthUpdate","U":157,"u":160,"b":[...],"a":[...]}
std::optional<depth_change> read_depth_change(const simdjson::dom::object& x);

/// executionReport: how an order stands, and the fill that changed it. The
/// commission is of that fill alone, so the order keeps none.
std::vector<stream_event> read_execution(const simdjson::dom::object& x,
                                         const market_names& names);
/// outboundAccountPosition: the currencies that changed.
std::vector<stream_event> read_position(const simdjson::dom::object& x);

/// One stream_malformed: "a kline cannot be read".
std::vector<stream_event> unreadable(std::string_view what);

} // namespace ballast::venues::binance
