// HMAC-SHA256 as a client makes it; apart from the simulators' own.
#pragma once

#include <string>
#include <string_view>

namespace ballast::sim {

std::string hex_hmac(std::string_view key, std::string_view text);
std::string base64_hmac(std::string_view key, std::string_view text);

} // namespace ballast::sim
