// Big bodies, read with simdjson: nlohmann's parser would stall an actor for
// 270 ms on a list of 12,000 markets.
#pragma once

#include <simdjson.h>

#include <cstddef>
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

/// The parser for a body: one that keeps its memory for a small body, `fresh`
/// for a large one. What is parsed stays valid until its next use, so one
/// body is read to its end before the next is parsed.
inline simdjson::dom::parser& parser_for(std::string_view body,
                                         simdjson::dom::parser& fresh) {
  constexpr std::size_t kept_max = std::size_t{256} * 1024;
  thread_local simdjson::dom::parser kept;
  return body.size() <= kept_max ? kept : fresh;
}

} // namespace ballast::venues
