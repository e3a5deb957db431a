// The simulated Coinbase's words when things are not as asked.
#pragma once

#include "net/wire.hpp"
#include "sim/misbehaviour.hpp"

#include <string>

namespace ballast::sim::coinbase {

net::reply json_reply(unsigned status, std::string body);

/// `{"error","error_details","message"}`.
net::reply error_reply(unsigned status, const std::string& code,
                       const std::string& message);
net::reply invalid_argument(const std::string& message);
net::reply unknown_product();
net::reply no_such_route();

/// Source: coinbase.md sections 4 and 9; recorded error bodies.
const error_replies& common_replies();

} // namespace ballast::sim::coinbase
