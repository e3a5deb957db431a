// Base64, as keys and tokens of venues use it. Source: RFC 4648.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues {

/// Section 5, without padding: what a JWT is made of.
std::string base64url_encode(std::string_view bytes);

/// Section 4, padded.
std::string base64_encode(std::string_view bytes);

/// Section 4, padded. Strict: no spaces, no line ends, nothing left over.
std::optional<std::string> base64_decode(std::string_view text);

} // namespace ballast::venues
