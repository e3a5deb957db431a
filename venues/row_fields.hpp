// Rows of big answers, read member by member into what a table says.
#pragma once

#include "venues/json_body.hpp"

#include <simdjson.h>

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace ballast::venues {

/// A member that is text, kept as a view into the parsed body.
template <class Row>
struct text_field {
  std::string_view name;
  std::string_view Row::*value;
};

/// A member that is a whole number, not below zero.
template <class Row>
struct count_field {
  std::string_view name;
  std::optional<std::uint64_t> Row::*value;
};

template <class Row, std::size_t Size>
void read_text(Row& to, const std::array<text_field<Row>, Size>& fields,
               std::string_view name, simdjson::dom::element value) {
  for (const auto& x : fields)
    if (x.name == name) {
      to.*x.value = text_of(value);
      return;
    }
}

template <class Row, std::size_t Size>
void read_count(Row& to, const std::array<count_field<Row>, Size>& fields,
                std::string_view name, simdjson::dom::element value) {
  for (const auto& x : fields)
    if (std::uint64_t count = 0;
        x.name == name && value.get_uint64().get(count) == simdjson::SUCCESS)
      to.*x.value = count;
}

} // namespace ballast::venues
