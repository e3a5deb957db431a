#include "store/row.hpp"

#include <bit>

namespace ballast::store {

void checksum::add(std::string_view bytes) noexcept {
  for (auto x : bytes) {
    state_ ^= static_cast<unsigned char>(x);
    state_ *= 0x100000001b3ULL;
  }
}

void checksum::add_number(char kind, std::uint64_t x) noexcept {
  char bytes[9] = {kind};
  for (int i = 1; i < 9; ++i, x >>= 8U)
    bytes[i] = static_cast<char>(x & 0xffU);
  add(std::string_view{bytes, sizeof bytes});
}

void checksum::add(const cell& x) {
  if (const auto* whole = std::get_if<std::int64_t>(&x)) {
    add_number('i', static_cast<std::uint64_t>(*whole));
  } else if (const auto* real = std::get_if<double>(&x)) {
    add_number('d', std::bit_cast<std::uint64_t>(*real));
  } else if (const auto* text = std::get_if<std::string>(&x)) {
    add_number('t', text->size());
    add(std::string_view{*text});
  } else {
    add_number('n', 0);
  }
}

std::int64_t sum_of(std::string_view table, const row& cells) {
  auto sum = checksum{};
  sum.add(cell{std::string{table}});
  for (const auto& x : cells)
    sum.add(x);
  return sum.value();
}

} // namespace ballast::store
