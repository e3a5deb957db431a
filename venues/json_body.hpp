// Big bodies, read with simdjson: nlohmann's parser would stall an actor for
// 270 ms on a list of 12,000 markets.
#pragma once

#include "venues/payload.hpp"

#include <simdjson.h>

#include <algorithm>
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

/// Parses a body by a parser that keeps its memory where the body is small,
/// else by `fresh`. What is parsed stays valid until the next use of the
/// parser, so one body is read to its end before the next is parsed. Nothing
/// nests deeper than depth_max, but for one more array or object that is empty.
inline simdjson::simdjson_result<simdjson::dom::element>
parse(std::string_view body, simdjson::dom::parser& fresh) {
  constexpr std::size_t kept_max = std::size_t{256} * 1024;
  constexpr std::size_t least = 64; // It counts depths from 0, below its cap.
  constexpr auto depth_cap = depth_max + 1;
  thread_local simdjson::dom::parser kept;
  auto& by = body.size() <= kept_max ? kept : fresh;
  if (by.max_depth() != depth_cap)
    if (const auto status
        = by.allocate(std::max(body.size(), least), depth_cap);
        status != simdjson::SUCCESS)
      return status;
  return by.parse(body.data(), body.size());
}

/// Why nothing could be parsed.
inline std::string cause_of(simdjson::error_code x) {
  return x == simdjson::DEPTH_ERROR
           ? too_deep()
           : std::string{"no JSON: "} + simdjson::error_message(x);
}

/// Parses a body and hands the whole of it to `then`, valid during the call.
/// What keeps it from being read goes to `otherwise` as a text.
/// @param most bytes that are read.
template <class Then, class Otherwise>
auto with_json(std::string_view body, Then then, Otherwise otherwise,
               std::size_t most = body_max) {
  if (const auto why = objection_at_sight(body, most); !why.empty())
    return otherwise(why);
  simdjson::dom::parser fresh;
  simdjson::dom::element parsed;
  if (const auto status = parse(without_mark(body), fresh).get(parsed);
      status != simdjson::SUCCESS)
    return otherwise(cause_of(status));
  return then(parsed);
}

} // namespace ballast::venues
