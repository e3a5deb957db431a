// What signatures are made of: HMAC, hexadecimal and base64.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace ballast::sim {

/// The 32 bytes of HMAC-SHA256.
std::string hmac_sha256(std::string_view key, std::string_view message);
/// The 64 bytes of SHA-512.
std::string sha512(std::string_view text);

/// Lower case.
std::string to_hex(std::string_view bytes);
std::string to_base64(std::string_view bytes);
/// With its padding. @returns nothing for what is not base64.
std::optional<std::string> from_base64(std::string_view text);

/// `size` letters and digits that follow from a text, for made-up keys.
/// @pre size <= 128
std::string letters_of(std::string_view text, std::size_t size);

} // namespace ballast::sim
