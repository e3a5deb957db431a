#include "sim/matching_ids.hpp"

#include "sim/hash.hpp"

#include <array>

namespace ballast::sim {

namespace {

random_source source_of(std::uint64_t seed, std::string_view concern,
                        std::uint64_t number) {
  return random_source{hash_of(concern, seed) ^ number * 0x9e3779b97f4a7c15ULL};
}

void append_hex(std::string& out, std::uint64_t x, int digits) {
  constexpr auto letters = std::string_view{"0123456789abcdef"};
  for (auto i = digits - 1; i >= 0; --i)
    out += letters[x >> static_cast<unsigned>(4 * i) & 0xfU];
}

} // namespace

std::string uuid_text(std::uint64_t seed, std::string_view concern,
                      std::uint64_t number) {
  auto random = source_of(seed, concern, number);
  const auto high = random.next();
  const auto low = random.next();
  auto out = std::string{};
  append_hex(out, high >> 32U, 8);
  out += '-';
  append_hex(out, high >> 16U & 0xffffU, 4);
  out += "-4";
  append_hex(out, high & 0xfffU, 3);
  out += '-';
  append_hex(out, (low >> 48U & 0x3fffU) | 0x8000U, 4);
  out += '-';
  append_hex(out, low & 0xffff'ffff'ffffULL, 12);
  return out;
}

std::string grouped_id(char first, std::uint64_t seed, std::string_view concern,
                       std::uint64_t number) {
  constexpr auto letters = std::string_view{"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"};
  auto random = source_of(seed, concern, number);
  auto out = std::string{first};
  const auto append = [&](std::uint64_t x, int count) {
    for (auto i = 0; i < count; ++i, x >>= 5U)
      out += letters[x & 0x1fU];
  };
  append(random.next(), 5);
  out += '-';
  append(random.next(), 5);
  out += '-';
  // An odd factor shuffles 30 bits without losing one.
  append(number * 0x2545f491ULL, 6);
  return out;
}

} // namespace ballast::sim
