// The simulated OKX's envelope, and its words when things are not as asked.
#pragma once

#include "net/wire.hpp"
#include "sim/misbehaviour.hpp"

#include <string>
#include <string_view>

namespace ballast::sim::okx {

/// `{"code":"0","msg":"","data":…}`. @param data a JSON list
net::reply data_reply(std::string_view data);
/// `{"code","data":[],"msg"}`
net::reply error_reply(unsigned status, const std::string& code,
                       const std::string& text);
/// The same without data, 401: what is wrong with a key or a signature.
net::reply refused(const std::string& code, const std::string& text);

net::reply empty_parameter(const std::string& name); ///< 50014
net::reply wrong_parameter(const std::string& name); ///< 51000
net::reply unknown_instrument();                     ///< 51001
net::reply no_such_route();

/// Sources: okx.md sections 7 and 9; recorded error bodies.
const error_replies& common_replies();

} // namespace ballast::sim::okx
