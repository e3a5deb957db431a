#include "venues/kraken/envelope.hpp"

#include "venues/json_body.hpp"

#include <utility>

namespace ballast::venues::kraken {

namespace {

using simdjson::dom::array;
using simdjson::dom::element;
using simdjson::dom::object;

std::string words_of(element entry) {
  const auto text = text_of(entry);
  return text.empty() ? "(an error without words)" : std::string{text};
}

constexpr bool is_warning(std::string_view words) noexcept {
  return words.starts_with('W');
}

void note(envelope& to, element entry) {
  auto words = words_of(entry);
  auto& place = is_warning(words) ? to.warning : to.error;
  if (place.empty())
    place = std::move(words);
}

/// The list of errors; absent where there is none.
std::optional<array> errors_of(element body) {
  object members;
  array errors;
  if (body.get_object().get(members) != simdjson::SUCCESS
      || members.at_key("error").get_array().get(errors) != simdjson::SUCCESS)
    return std::nullopt;
  return errors;
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

std::vector<std::string> errors_in(std::string_view body) {
  return with_json(
    body,
    [](element parsed) {
      std::vector<std::string> all;
      const auto errors = errors_of(parsed);
      if (!errors)
        return all;
      for (const auto x : *errors)
        if (auto words = words_of(x); !is_warning(words))
          all.push_back(std::move(words));
      return all;
    },
    [](const std::string& /*why*/) { return std::vector<std::string>{}; });
}

} // namespace ballast::venues::kraken
