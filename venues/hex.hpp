// Bytes in hexadecimal, as signatures and nonces are written.
#pragma once

#include <string>
#include <string_view>

namespace ballast::venues {

/// Two lower-case digits a byte.
inline std::string hex(std::string_view bytes) {
  constexpr auto digits = std::string_view{"0123456789abcdef"};
  std::string text;
  text.reserve(2 * bytes.size());
  for (const auto x : bytes) {
    const auto byte = static_cast<unsigned char>(x);
    text += digits[byte >> 4U];
    text += digits[byte & 15U];
  }
  return text;
}

} // namespace ballast::venues
