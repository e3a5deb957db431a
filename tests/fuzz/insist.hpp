// What must hold for all bytes: a harness that only looks for crashes would
// miss a wrong value.
#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace ballast::fuzz {

/// Ends the run as a crash would, so that the input is kept.
inline void insist(bool holds, std::string_view rule) {
  if (holds)
    return;
  std::fprintf(stderr, "does not hold: %.*s\n", static_cast<int>(rule.size()),
               rule.data());
  std::abort();
}

/// Whether a text fits a log line: at most 200 printable characters.
inline bool fits_log(std::string_view text) {
  for (const auto c : text)
    if (static_cast<unsigned char>(c) < 0x20 || c == '\x7f')
      return false;
  return text.size() <= 200;
}

} // namespace ballast::fuzz
