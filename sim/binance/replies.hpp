// The simulated Binance's words when things are not as asked.
#pragma once

#include "net/wire.hpp"
#include "sim/misbehaviour.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::sim::binance {

net::reply json_reply(std::string body, unsigned status = 200);

/// `{"code":-1121,"msg":"Invalid symbol."}`
net::reply error_reply(unsigned status, int code, const std::string& text);
net::reply unknown_symbol();
net::reply missing(std::string_view parameter);
/// A value that means nothing.
net::reply invalid(std::string_view parameter);
/// A number with other characters in it than digits.
net::reply not_digits(std::string_view parameter);
net::reply no_such_route();
net::reply rejected_key();

/// 429, and how long to stay away in seconds.
net::reply over_weight(std::uint32_t limit, std::int64_t wait);
net::reply over_raw_requests(std::uint32_t limit, std::int64_t wait);
/// 418. @param until Unix milliseconds
net::reply banned(std::int64_t until, std::int64_t wait);

/// Sources: binance.md sections 3, 4 and 11; errors.md of its documentation.
const error_replies& common_replies();

} // namespace ballast::sim::binance
