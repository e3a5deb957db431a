#include "venues/okx/envelope.hpp"

#include "venues/json_body.hpp"

#include <cstdint>

namespace ballast::venues::okx {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string text_at(const object& from, std::string_view name) {
  std::string_view text;
  return from.at_key(name).get_string().get(text) == simdjson::SUCCESS
           ? std::string{text}
           : std::string{};
}

/// Lets the first row that failed speak for all.
void note_failed_row(envelope& to, const array& rows) {
  for (const auto x : rows) {
    object row;
    if (x.get_object().get(row) != simdjson::SUCCESS)
      continue;
    auto code = code_at(row, "sCode");
    if (code.empty() || code == "0")
      continue;
    to.code = std::move(code);
    to.message = text_at(row, "sMsg");
    return;
  }
}

} // namespace

std::string code_at(const object& from, std::string_view name) {
  element value;
  std::int64_t number = 0;
  if (from.at_key(name).get(value) != simdjson::SUCCESS)
    return {};
  if (value.get_int64().get(number) == simdjson::SUCCESS)
    return std::to_string(number);
  return std::string{text_of(value)};
}

envelope opened(element body) {
  envelope found;
  object members;
  if (body.get_object().get(members) != simdjson::SUCCESS)
    return found;
  found.code = code_at(members, "code");
  found.message = text_at(members, "msg");
  array data;
  if (members.at_key("data").get_array().get(data) == simdjson::SUCCESS)
    found.data = data;
  const auto speaks_of_rows
    = found.code == "0" || found.code == "1" || found.code == "2";
  if (found.data && speaks_of_rows)
    note_failed_row(found, *found.data);
  return found;
}

std::string words_of(const envelope& x) {
  return x.message.empty() ? x.code : x.code + ' ' + x.message;
}

} // namespace ballast::venues::okx
