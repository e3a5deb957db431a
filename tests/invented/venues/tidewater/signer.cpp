#include "venues/tidewater/signer.hpp"

#include "venues/hex.hpp"
#include "venues/hmac.hpp"

#include <algorithm>
#include <chrono>
#include <utility>

namespace ballast::venues::tidewater {

namespace {

constexpr std::string_view key_begin = "tide_";
constexpr std::size_t key_size = key_begin.size() + 20;
constexpr std::size_t secret_digits = 64;

bool is_key(std::string_view x) noexcept {
  return x.size() == key_size && x.starts_with(key_begin)
         && std::all_of(x.begin() + key_begin.size(), x.end(), [](char c) {
              return ('0' <= c && c <= '9') || ('A' <= c && c <= 'Z')
                     || ('a' <= c && c <= 'z');
            });
}

/// The value of a hexadecimal digit; -1 of anything else.
int digit_of(char x) noexcept {
  if ('0' <= x && x <= '9')
    return x - '0';
  if ('a' <= x && x <= 'f')
    return x - 'a' + 10;
  return 'A' <= x && x <= 'F' ? x - 'A' + 10 : -1;
}

/// The bytes of a secret; fewer than 32 where it is none.
std::string bytes_of(std::string_view digits) {
  std::string bytes;
  if (digits.size() != secret_digits)
    return bytes;
  for (std::size_t i = 0; i < digits.size(); i += 2) {
    const auto high = digit_of(digits[i]);
    const auto low = digit_of(digits[i + 1]);
    if (high < 0 || low < 0)
      break;
    bytes += static_cast<char>(16 * high + low);
  }
  return bytes;
}

} // namespace

result<signer> signer::make(std::string_view key, std::string_view secret) {
  key = without_blanks(key);
  if (!is_key(key))
    return fault{ec::invalid_argument,
                 "tidewater key: expected tide_ and 20 letters or digits"};
  auto bytes = secret_text{bytes_of(without_blanks(secret))};
  if (bytes.view().size() != secret_digits / 2)
    return fault{ec::invalid_argument,
                 "tidewater secret: expected 64 hexadecimal digits"};
  return signer{std::string{key}, std::move(bytes)};
}

signer::signer(std::string key, secret_text secret) noexcept
    : key_{std::move(key)}, secret_{std::move(secret)} {}

net::header signer::seal_of(const net::call& x, unix_time now) const {
  const auto count = std::chrono::floor<std::chrono::seconds>(now);
  const auto seconds = std::to_string(count.time_since_epoch().count());
  const auto message = seconds + '~' + x.method + '~' + x.target + '~' + x.body;
  return {"Tide-Seal", key_ + '.' + seconds + '.'
                         + hex(hmac_of(hash_kind::sha256, secret_, message))};
}

} // namespace ballast::venues::tidewater
