// Big bodies, read with simdjson: nlohmann's parser would stall an actor for
// 270 ms on a list of 12,000 markets.
#pragma once

#include "venues/payload.hpp"

#include <simdjson.h>

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues {

/// Text of a member; empty for null. What is neither reads as something that is
/// no number and no name.
inline std::string_view text_of(simdjson::dom::element x) noexcept {
  std::string_view text;
  if (x.get_string().get(text) == simdjson::SUCCESS)
    return text;
  return x.is_null() ? std::string_view{} : std::string_view{"(not text)"};
}

/// A member of an object; absent where it has none of that name.
inline std::optional<simdjson::dom::element>
member(const simdjson::dom::object& from, std::string_view name) {
  simdjson::dom::element value;
  if (from.at_key(name).get(value) != simdjson::SUCCESS)
    return std::nullopt;
  return value;
}

/// A member's text; empty where there is none or it is null.
inline std::string_view text_at(const simdjson::dom::object& from,
                                std::string_view name) {
  const auto value = member(from, name);
  return value ? text_of(*value) : std::string_view{};
}

/// The parser for a body: one that keeps its memory for a small body, `fresh`
/// for a large one. What is parsed stays valid until its next use, so one
/// body is read to its end before the next is parsed.
inline simdjson::dom::parser& parser_for(std::string_view body,
                                         simdjson::dom::parser& fresh) {
  constexpr std::size_t kept_max = std::size_t{256} * 1024;
  thread_local simdjson::dom::parser kept;
  return body.size() <= kept_max ? kept : fresh;
}

/// Parses a body and hands the whole of it to `then`, valid during the call.
/// What keeps it from being read goes to `otherwise` as a text.
template <class Then, class Otherwise>
auto with_json(std::string_view body, Then then, Otherwise otherwise) {
  if (const auto why = objection(body); !why.empty())
    return otherwise(why);
  body = without_mark(body);
  simdjson::dom::parser fresh;
  simdjson::dom::element parsed;
  const auto status
    = parser_for(body, fresh).parse(body.data(), body.size()).get(parsed);
  if (status != simdjson::SUCCESS)
    return otherwise(std::string{"no JSON: "}
                     + simdjson::error_message(status));
  return then(parsed);
}

} // namespace ballast::venues
