// What actors say to people, one sentence a line. Where it goes, and what time
// it bears, is decided by who started the node: a console, a file, or the
// rolling hash of a virtual run.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace ballast {

enum class log_level : std::uint8_t { debug, info, warning, error };

/// @param who for example "coinbase/master".
using log_sink = std::function<void(log_level, const std::string& who,
                                    const std::string& text)>;

} // namespace ballast
