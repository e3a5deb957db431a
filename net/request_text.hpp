// A call as the bytes of an HTTP/1.1 request. Pure.
#pragma once

#include "net/wire.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace ballast::net {

/// What is wrong with a call that must not be put on the wire: a method, a
/// target, a header name or value that would change how the bytes are framed.
/// @returns nothing for a call that can be sent; else a text without values.
std::optional<std::string> call_fault(const call& x);

/// The whole request. Host, User-Agent, Accept-Encoding, Connection and the
/// framing are the transport's: the call's own are left out.
/// @pre !call_fault(x)
std::string request_text(const call& x, std::string_view authority,
                         std::string_view user_agent);

} // namespace ballast::net
