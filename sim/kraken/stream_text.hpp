// How Kraken's WebSocket v2 writes times, numbers and messages.
#pragma once

#include "domain/decimal.hpp"
#include "domain/time.hpp"
#include "sim/kraken/pairs.hpp"
#include "sim/matching_book.hpp"

#include <nlohmann/json.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::sim::kraken {

/// "2023-09-25T09:04:31.742000Z"
std::string microseconds_text(unix_time x);

/// A price or a quantity of the pair with all of its digits.
std::string price_text(decimal x, const pair& where);
std::string quantity_text(decimal x, const pair& where);

/// `{"channel":…,"type":…,"data":[…]}`
/// @param rows objects, with commas between
std::string data_message(std::string_view channel, std::string_view type,
                         std::string_view rows);
/// The same with `sequence`.
std::string data_message(std::string_view channel, std::string_view type,
                         std::string_view rows, std::uint64_t sequence);

/// CRC-32 of the ten best levels of both sides, of which every digit counts.
/// Source: kraken.md section 9.1.
std::uint32_t book_checksum(const book_levels& book, const pair& where);

/// A member of a request, or what it is where it is missing.
/// @returns nothing where it is of another type
std::optional<bool> flag_of(const nlohmann::json& params, const char* name,
                            bool otherwise);
std::optional<std::int64_t> number_of(const nlohmann::json& params,
                                      const char* name, std::int64_t otherwise);
std::string text_of(const nlohmann::json& params, const char* name);

} // namespace ballast::sim::kraken
