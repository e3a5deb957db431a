// A secret that leaves no copy behind.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues {

/// Holds the bytes of a secret and wipes them in the end. Moves hand over the
/// one buffer: a string would keep short secrets inside itself and leave them
/// where it was moved from.
class secret_text {
public:
  secret_text() = default;
  /// Wipes `from`, whose bytes it now holds.
  explicit secret_text(std::string&& from);

  secret_text(secret_text&& x) noexcept = default;
  secret_text& operator=(secret_text&& x) noexcept;
  secret_text(const secret_text&) = delete;
  secret_text& operator=(const secret_text&) = delete;
  ~secret_text();

  std::string_view view() const noexcept {
    return {bytes_.data(), bytes_.size()};
  }

private:
  std::vector<char> bytes_;
};

/// Without the blanks around it, spaces and line ends, that are pasted along
/// with a key.
std::string_view without_blanks(std::string_view x,
                                std::string_view blanks = " \t\r\n") noexcept;

/// Whether a text can stand in a header without changing the request around
/// it: printable and without spaces.
bool fits_header(std::string_view x) noexcept;

} // namespace ballast::venues
