#include "venues/kraken/envelope.hpp"

#include "venues/json_body.hpp"

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

void note(envelope& to, element entry) {
  const auto text = text_of(entry);
  auto& place = text.starts_with('W') ? to.warning : to.error;
  if (place.empty())
    place = text.empty() ? "(an error without words)" : std::string{text};
}

} // namespace

envelope opened(element body) {
  envelope found;
  object members;
  array errors;
  if (body.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("error").get_array().get(errors) != simdjson::SUCCESS)
    return found;
  found.is_whole = true;
  for (const auto x : errors)
    note(found, x);
  element result;
  if (members.at_key("result").get(result) == simdjson::SUCCESS
      && !result.is_null())
    found.result = result;
  return found;
}

std::string error_in(std::string_view body) {
  return with_json(
    body, [](element parsed) { return opened(parsed).error; },
    [](const std::string& /*why*/) { return std::string{}; });
}

} // namespace ballast::venues::kraken
