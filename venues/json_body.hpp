// Big bodies, read with simdjson: nlohmann's parser would stall an actor for
// 270 ms on a list of 12,000 markets.
#pragma once

#include "venues/payload.hpp"

#include <simdjson.h>

#include <cstddef>
#include <memory>
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

/// A body that is parsed by a parser that keeps its memory where the body is
/// small, else by one of its own. What was parsed stays valid until the next
/// one is, so one body is read to its end before. Nothing nests deeper than
/// depth_max, but for one more array or object that is empty.
///
/// The parser is out of sight because what it looks like depends on how its
/// library was built: only those who link that library know.
class parsed_body {
public:
  explicit parsed_body(std::string_view body);
  ~parsed_body();
  parsed_body(const parsed_body&) = delete;
  parsed_body& operator=(const parsed_body&) = delete;

  const simdjson::simdjson_result<simdjson::dom::element>& root() const {
    return root_;
  }

private:
  struct memory;

  std::unique_ptr<memory> own_;
  simdjson::simdjson_result<simdjson::dom::element> root_;
};

/// Why nothing could be parsed.
std::string cause_of(simdjson::error_code x);

/// Parses a body and hands the whole of it to `then`, valid during the call.
/// What keeps it from being read goes to `otherwise` as a text.
/// @param most bytes that are read.
template <class Then, class Otherwise>
auto with_json(std::string_view body, Then then, Otherwise otherwise,
               std::size_t most = body_max) {
  if (const auto why = objection_at_sight(body, most); !why.empty())
    return otherwise(why);
  const parsed_body parsed{without_mark(body)};
  if (const auto status = parsed.root().error(); status != simdjson::SUCCESS)
    return otherwise(cause_of(status));
  return then(parsed.root().value_unsafe());
}

} // namespace ballast::venues
