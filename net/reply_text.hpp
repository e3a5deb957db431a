// A reply as the bytes of an HTTP/1.1 response. Pure.
#pragma once

#include "net/wire.hpp"

#include <cstddef>
#include <string>

namespace ballast::net {

/// Status line and fields, up to and with the empty line. The framing is the
/// server's: the reply's own Content-Length, Transfer-Encoding and Connection
/// are left out, and so is any field that holds a control character.
/// @param length What Content-Length announces.
/// @param keeps_alive Whether the connection takes another request.
std::string reply_head(const reply& x, std::size_t length, bool keeps_alive);

/// Whether a reply of this status carries a body (RFC 9110, section 6.4.1).
bool has_body(unsigned status);

} // namespace ballast::net
