// How numbers and times look on the wire.
#pragma once

#include "domain/time.hpp"

#include <cstdint>
#include <string>
#include <string_view>

namespace ballast::sim {

/// Appends units * 10^-decimals as a plain decimal without trailing zeros.
void append_decimal(std::string& out, std::int64_t units, int decimals);
std::string decimal_text(std::int64_t units, int decimals);
/// The same with all of its `decimals`, zeros too.
void append_fixed(std::string& out, std::int64_t units, int decimals);
std::string fixed_text(std::int64_t units, int decimals);

/// "0.0001" is 4, "1" is 0. @pre text is a power of ten of at most 1
int decimals_of(std::string_view increment);

/// "2024-02-27T03:37:14Z", or with ".333" before the Z.
std::string iso_seconds(unix_time x);
std::string iso_milliseconds(unix_time x);
/// "Thu, 06 Jul 23 18:50:48 +0000"
std::string rfc1123_seconds(unix_time x);

} // namespace ballast::sim
