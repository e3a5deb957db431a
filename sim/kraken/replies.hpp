// The simulated Kraken's envelope, and its words when things are not as asked.
#pragma once

#include "net/wire.hpp"
#include "sim/misbehaviour.hpp"

#include <string>
#include <string_view>

namespace ballast::sim::kraken {

/// `{"error":[],"result":…}`. @param result JSON
net::reply result_reply(std::string_view result);

/// `{"error":[text]}`, under 200 like everything that comes from the API.
net::reply error_reply(const std::string& text);
net::reply unknown_method();
net::reply unknown_pair();
/// @param name of the parameter that is wrong or missing
net::reply invalid_argument(const std::string& name);

/// Source: kraken.md sections 2, 7 and 10.
const error_replies& common_replies();

} // namespace ballast::sim::kraken
