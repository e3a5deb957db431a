// Signs calls as a client would; apart from the simulator's own check.
#pragma once

#include <string>
#include <string_view>

namespace ballast::sim {

/// API-Sign of a call, by the recipe of Kraken's "Authentication".
std::string sign_kraken_call(const std::string& secret, std::string_view path,
                             std::string_view nonce, std::string_view body);

} // namespace ballast::sim
