#include "sim/kraken/stream_text.hpp"

#include "sim/wallet.hpp"
#include "sim/wire_text.hpp"

#include <algorithm>
#include <cstddef>

namespace ballast::sim::kraken {

namespace {

std::string message_head(std::string_view channel, std::string_view type,
                         std::string_view rows) {
  auto out = std::string{R"({"channel":")"};
  out.append(channel).append(R"(","type":")").append(type);
  out.append(R"(","data":[)").append(rows).append("]");
  return out;
}

/// IEEE 802.3, as in zlib.
std::uint32_t crc32_of(std::string_view text) {
  constexpr auto polynomial = std::uint32_t{0xedb88320};
  auto sum = ~std::uint32_t{0};
  for (const auto x : text) {
    sum ^= static_cast<unsigned char>(x);
    for (auto bit = 0; bit < 8; ++bit)
      sum = (sum & 1U) != 0 ? sum >> 1U ^ polynomial : sum >> 1U;
  }
  return ~sum;
}

/// Without the point and without zeros at the front.
void append_digits(std::string& out, std::string text) {
  std::erase(text, '.');
  out += text.substr(std::min(text.find_first_not_of('0'), text.size()));
}

void append_side(std::string& out, const std::vector<book_level>& side,
                 const pair& where) {
  constexpr auto levels_max = std::size_t{10};
  for (auto i = std::size_t{0}; i < std::min(side.size(), levels_max); ++i) {
    append_digits(out, price_text(side[i].price, where));
    append_digits(out, quantity_text(side[i].size, where));
  }
}

} // namespace

std::string microseconds_text(unix_time x) {
  auto text = iso_milliseconds(x);
  text.insert(text.size() - 1, "000");
  return text;
}

std::string price_text(decimal x, const pair& where) {
  return padded_text(x, where.price_decimals);
}

std::string quantity_text(decimal x, const pair& where) {
  return padded_text(x, where.lot_decimals);
}

std::string data_message(std::string_view channel, std::string_view type,
                         std::string_view rows) {
  return message_head(channel, type, rows) + '}';
}

std::string data_message(std::string_view channel, std::string_view type,
                         std::string_view rows, std::uint64_t sequence) {
  return message_head(channel, type, rows) + R"(,"sequence":)"
         + std::to_string(sequence) + '}';
}

std::uint32_t book_checksum(const book_levels& book, const pair& where) {
  auto text = std::string{};
  append_side(text, book.asks, where);
  append_side(text, book.bids, where);
  return crc32_of(text);
}

std::optional<bool> flag_of(const nlohmann::json& params, const char* name,
                            bool otherwise) {
  const auto at = params.find(name);
  if (at == params.end())
    return otherwise;
  return at->is_boolean() ? std::optional{at->get<bool>()} : std::nullopt;
}

std::optional<std::int64_t> number_of(const nlohmann::json& params,
                                      const char* name,
                                      std::int64_t otherwise) {
  const auto at = params.find(name);
  if (at == params.end())
    return otherwise;
  return at->is_number_integer() ? std::optional{at->get<std::int64_t>()}
                                 : std::nullopt;
}

std::string text_of(const nlohmann::json& params, const char* name) {
  const auto at = params.find(name);
  return at != params.end() && at->is_string() ? at->get<std::string>()
                                               : std::string{};
}

} // namespace ballast::sim::kraken
