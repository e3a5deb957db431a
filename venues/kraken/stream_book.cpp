#include "venues/kraken/stream_book.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

namespace ballast::venues::kraken {

namespace {

constexpr std::uint32_t polynomial = 0xEDB88320U;
constexpr std::size_t byte_values = 256;

constexpr std::array<std::uint32_t, byte_values> remainders = [] {
  constexpr int bits = 8;
  std::array<std::uint32_t, byte_values> table{};
  for (std::uint32_t i = 0; i < byte_values; ++i) {
    auto x = i;
    for (int bit = 0; bit < bits; ++bit)
      x = (x & 1U) != 0 ? (x >> 1U) ^ polynomial : x >> 1U;
    table[i] = x;
  }
  return table;
}();

/// 0.0500 of four decimals is "500".
void append_digits(std::string& to, decimal x, std::size_t decimals) {
  auto text = x.to_string();
  const auto point = std::min(text.find('.'), text.size());
  const auto behind = point == text.size() ? 0 : text.size() - point - 1;
  if (point != text.size())
    text.erase(point, 1);
  if (behind < decimals)
    text.append(decimals - behind, '0');
  to.append(text, std::min(text.find_first_not_of('0'), text.size()));
}

template <class Side>
void append_best(std::string& to, const Side& side, const pair_decimals& as) {
  constexpr std::size_t levels_counted = 10;
  std::size_t count = 0;
  for (const auto& [price, size] : side) {
    if (count++ == levels_counted)
      return;
    append_digits(to, price, as.price);
    append_digits(to, size, as.size);
  }
}

/// Applies changes to a side and leaves in them what came of it: one a price,
/// best first.
template <class Side>
void apply_side(Side& side, std::vector<book_level>& changes,
                std::size_t depth) {
  Side last_words;
  for (const auto& x : changes) {
    last_words[x.price] = x.size;
    if (x.size.is_zero())
      side.erase(x.price);
    else
      side[x.price] = x.size;
  }
  while (side.size() > depth) {
    const auto worst = std::prev(side.end());
    last_words[worst->first] = decimal{};
    side.erase(worst);
  }
  changes.clear();
  for (const auto& [price, size] : last_words)
    changes.push_back({price, size});
}

} // namespace

std::uint32_t crc32(std::string_view bytes) noexcept {
  constexpr std::uint32_t low_byte = 0xFFU;
  constexpr unsigned byte_bits = 8;
  auto x = ~std::uint32_t{0};
  for (const auto byte : bytes)
    x = remainders[(x ^ static_cast<unsigned char>(byte)) & low_byte]
        ^ (x >> byte_bits);
  return ~x;
}

std::size_t decimals_in(std::string_view number) noexcept {
  const auto point = number.find('.');
  if (point == std::string_view::npos
      || number.find_first_of("eE") != std::string_view::npos)
    return 0;
  return std::min(number.size() - point - 1,
                  static_cast<std::size_t>(decimal::scale));
}

std::size_t decimals_of(decimal increment) {
  return decimals_in(increment.to_string());
}

void kept_book::clear() {
  bids_.clear();
  asks_.clear();
}

void kept_book::apply(book_levels& changes) {
  apply_side(bids_, changes.bids, depth_);
  apply_side(asks_, changes.asks, depth_);
}

std::uint32_t kept_book::checksum(const pair_decimals& as) const {
  std::string text;
  append_best(text, asks_, as);
  append_best(text, bids_, as);
  return crc32(text);
}

} // namespace ballast::venues::kraken
