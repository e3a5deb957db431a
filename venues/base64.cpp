#include "venues/base64.hpp"

#include <cstdint>

namespace ballast::venues {

namespace {

constexpr std::string_view url_alphabet
  = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

constexpr int no_digit = -1;

constexpr int digit_of(char x) noexcept {
  if ('A' <= x && x <= 'Z')
    return x - 'A';
  if ('a' <= x && x <= 'z')
    return x - 'a' + 26;
  if ('0' <= x && x <= '9')
    return x - '0' + 52;
  return x == '+' ? 62 : x == '/' ? 63 : no_digit;
}

} // namespace

std::string base64url_encode(std::string_view bytes) {
  std::string text;
  text.reserve((bytes.size() * 4 + 2) / 3);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const auto x : bytes) {
    bits = (bits << 8U) | static_cast<unsigned char>(x);
    for (held += 8; held >= 6; held -= 6)
      text += url_alphabet[(bits >> (held - 6)) & 63U];
  }
  if (held != 0)
    text += url_alphabet[(bits << (6 - held)) & 63U];
  return text;
}

std::string base64_encode(std::string_view bytes) {
  auto text = base64url_encode(bytes);
  for (auto& x : text)
    x = x == '-' ? '+' : x == '_' ? '/' : x;
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

std::optional<std::string> base64_decode(std::string_view text) {
  if (text.size() % 4 != 0)
    return std::nullopt;
  for (int i = 0; i < 2 && !text.empty() && text.back() == '='; ++i)
    text.remove_suffix(1);
  std::string bytes;
  bytes.reserve(text.size() * 3 / 4);
  std::uint32_t bits = 0;
  unsigned held = 0;
  for (const auto x : text) {
    const auto digit = digit_of(x);
    if (digit == no_digit)
      return std::nullopt;
    bits = (bits << 6U) | static_cast<std::uint32_t>(digit);
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes += static_cast<char>((bits >> held) & 255U);
    }
  }
  // The bits that fill up the last digit are zero in the one right spelling.
  if (held >= 6 || (bits & ((1U << held) - 1U)) != 0)
    return std::nullopt;
  return bytes;
}

} // namespace ballast::venues
