#include "venues/secret_text.hpp"

#include <openssl/crypto.h>

#include <algorithm>

namespace ballast::venues {

secret_text::secret_text(std::string&& from)
    : bytes_{from.begin(), from.end()} {
  OPENSSL_cleanse(from.data(), from.size());
  from.clear();
}

secret_text& secret_text::operator=(secret_text&& x) noexcept {
  // Swapped, so that the old secret is wiped where it ends.
  bytes_.swap(x.bytes_);
  return *this;
}

secret_text::~secret_text() { OPENSSL_cleanse(bytes_.data(), bytes_.size()); }

std::string_view without_blanks(std::string_view x,
                                std::string_view blanks) noexcept {
  const auto first = x.find_first_not_of(blanks);
  if (first == std::string_view::npos)
    return {};
  return x.substr(first, x.find_last_not_of(blanks) - first + 1);
}

bool fits_header(std::string_view x) noexcept {
  return !x.empty() && std::all_of(x.begin(), x.end(), [](char c) {
    return '!' <= c && c <= '~';
  });
}

} // namespace ballast::venues
