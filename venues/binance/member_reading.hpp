// Members of Binance's objects, read exactly.
#pragma once

#include "domain/decimal.hpp"
#include "domain/time.hpp"
#include "venues/json_body.hpp"
#include "venues/text_number.hpp"

#include <simdjson.h>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::binance {

/// A figure that is text. Zero where there is none or it is null; absent where
/// it is no decimal, or a JSON number, whose digits a parser may have lost.
inline std::optional<decimal> figure_at(const simdjson::dom::object& from,
                                        std::string_view name) {
  const auto text = text_at(from, name);
  if (text.empty())
    return decimal{};
  const auto value = decimal::parse(text);
  return value ? std::optional{*value} : std::nullopt;
}

/// A figure that is there and above zero.
inline std::optional<decimal> positive_at(const simdjson::dom::object& from,
                                          std::string_view name) {
  return parse_positive(text_at(from, name));
}

/// A whole number; absent where there is none.
inline std::optional<std::int64_t> whole_at(const simdjson::dom::object& from,
                                            std::string_view name) {
  std::int64_t value = 0;
  if (from.at_key(name).get_int64().get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

/// An id, which is a whole number from 0 on, as text; empty where there is none
/// (the venue writes -1).
inline std::string id_at(const simdjson::dom::object& from,
                         std::string_view name) {
  const auto value = whole_at(from, name);
  return value && *value >= 0 ? std::to_string(*value) : std::string{};
}

/// Milliseconds; absent unless after 1970 and before the year 10000.
inline std::optional<unix_time> time_at(const simdjson::dom::object& from,
                                        std::string_view name) {
  const auto value = whole_at(from, name);
  if (!value || *value <= 0 || *value > unix_seconds_max * 1000)
    return std::nullopt;
  return unix_time{std::chrono::milliseconds{*value}};
}

inline std::optional<bool> flag_at(const simdjson::dom::object& from,
                                   std::string_view name) {
  bool value = false;
  if (from.at_key(name).get_bool().get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

/// BUY or SELL.
inline std::optional<side> side_at(const simdjson::dom::object& from,
                                   std::string_view name) {
  const auto word = text_at(from, name);
  if (word == "BUY")
    return side::buy;
  return word == "SELL" ? std::optional{side::sell} : std::nullopt;
}

} // namespace ballast::venues::binance
