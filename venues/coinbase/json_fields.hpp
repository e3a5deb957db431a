// What answers have in common: an object, or a list of objects, read field by
// field with simdjson. nlohmann's parser would stall an actor for 270 ms on a
// list of 12,000 markets.
#pragma once

#include "venues/coinbase/reading.hpp"
#include "venues/json_body.hpp"

#include <simdjson.h>

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::coinbase {

/// Whether a member that may tell of an error is there at all.
inline bool may_be_error(const simdjson::dom::object& from) {
  return std::any_of(error_members.begin(), error_members.end(), [&](auto x) {
    return from.at_key(x).error() == simdjson::SUCCESS;
  });
}

/// Parses a body and hands its members to `then`, which returns content<T>.
template <class T, class Then>
content<T> with_members(std::string_view body, Then then) {
  const parsed_body parsed{body};
  if (const auto status = parsed.root().error(); status != simdjson::SUCCESS)
    return unfit{cause_of(status)};
  simdjson::dom::object members;
  if (parsed.root().get_object().get(members) != simdjson::SUCCESS)
    return unfit{"expected an object"};
  auto found = content<T>{then(members)};
  found.may_be_error = may_be_error(members);
  return found;
}

/// A member that is an array; absent where it is none.
inline std::optional<simdjson::dom::array>
list_at(const simdjson::dom::object& from, std::string_view name) {
  simdjson::dom::array list;
  if (from.at_key(name).get_array().get(list) != simdjson::SUCCESS)
    return std::nullopt;
  return list;
}

/// A member that is an object; absent where it is none.
inline std::optional<simdjson::dom::object>
object_at(const simdjson::dom::object& from, std::string_view name) {
  simdjson::dom::object members;
  if (from.at_key(name).get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  return members;
}

/// A member that is true or false, in JSON or as text; absent where it is
/// neither.
inline std::optional<bool> flag_at(const simdjson::dom::object& from,
                                   std::string_view name) {
  const auto found = member(from, name);
  bool value = false;
  if (found && found->get_bool().get(value) == simdjson::SUCCESS)
    return value;
  const auto text = found ? text_of(*found) : std::string_view{};
  if (text == "true" || text == "false")
    return text == "true";
  return std::nullopt;
}

/// Hands the array under `name` to `then`, which returns content<T>.
template <class T, class Then>
content<T> with_list(std::string_view body, std::string_view name, Then then) {
  const auto read = [&](const simdjson::dom::object& members) -> content<T> {
    const auto list = list_at(members, name);
    if (!list)
      return unfit{"expected a list of " + std::string{name}};
    return then(*list);
  };
  return with_members<T>(body, read);
}

} // namespace ballast::venues::coinbase
