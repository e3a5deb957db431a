// The addresses of a venue's REST interface and of its sockets, and what goes
// into targets.
#pragma once

#include "domain/result.hpp"

#include <string>
#include <string_view>

namespace ballast::venues {

/// The URL without a trailing slash; the venue's own where `url` is empty.
/// @returns ec::invalid_argument when it is more or less than scheme and
///          authority, naming the venue's setting.
result<std::string> base_of(std::string_view venue, std::string_view url,
                            std::string_view live_url);

/// The same of WebSockets: their "wss://host" or "ws://host:port". Empty stays
/// empty: the venue's own.
/// @returns ec::invalid_argument as base_of().
result<std::string> stream_base_of(std::string_view venue,
                                   std::string_view url);

/// What follows the scheme of a base.
std::string_view authority_of(std::string_view base);

/// Percent-encodes all but RFC 3986's unreserved characters: names and cursors
/// are the venue's text and may hold anything.
std::string escaped(std::string_view x);

} // namespace ballast::venues
