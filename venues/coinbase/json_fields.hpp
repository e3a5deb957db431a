// What the two big answers have in common: a list of objects, read field by
// field with simdjson. nlohmann's parser would stall an actor for 270 ms on a
// list of 12,000 markets.
#pragma once

#include "venues/coinbase/reading.hpp"

#include <simdjson.h>

#include <algorithm>
#include <string>
#include <string_view>

namespace ballast::venues::coinbase {

/// Text of a member; empty for null. What is neither reads as something that is
/// no number and no name.
inline std::string_view text_of(simdjson::dom::element x) noexcept {
  std::string_view text;
  if (x.get_string().get(text) == simdjson::SUCCESS)
    return text;
  return x.is_null() ? std::string_view{} : std::string_view{"(not text)"};
}

/// Parses a body and hands the array under `name` to `then`, which returns
/// content<T>. The parser's memory is kept for small bodies only.
template <class T, class Then>
content<T> with_list(std::string_view body, std::string_view name, Then then) {
  constexpr std::size_t kept_max = std::size_t{256} * 1024;
  thread_local simdjson::dom::parser kept;
  simdjson::dom::parser fresh;
  auto& parser = body.size() <= kept_max ? kept : fresh;
  simdjson::dom::object members;
  const auto parsed = parser.parse(body.data(), body.size());
  if (parsed.error() != simdjson::SUCCESS)
    return unfit{"no JSON: "
                 + std::string{simdjson::error_message(parsed.error())}};
  simdjson::dom::array list;
  if (parsed.get_object().get(members) != simdjson::SUCCESS
      || members.at_key(name).get_array().get(list) != simdjson::SUCCESS)
    return unfit{"expected a list of " + std::string{name}};
  auto found = content<T>{then(list)};
  found.may_be_error
    = std::any_of(error_members.begin(), error_members.end(), [&](auto x) {
        return members.at_key(x).error() == simdjson::SUCCESS;
      });
  return found;
}

} // namespace ballast::venues::coinbase
