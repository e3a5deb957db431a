// From a reply to the JSON in it, and from what was read there to an answer.
#pragma once

#include "venues/content.hpp"
#include "venues/json_body.hpp"
#include "venues/verdict.hpp"

#include <simdjson.h>

#include <string>
#include <utility>

namespace ballast::venues {

/// Hands the body to `then` as a simdjson element, valid during the call; it
/// returns answer<T>. A body that is no JSON is malformed.
template <class T, class Then>
answer<T> with_json(const net::reply& x, Then then) {
  return with_json(
    x.body, then, [&](const std::string& why) { return malformed<T>(x, why); });
}

/// An answer with the value that was found, or one that says what is missing.
template <class T>
answer<T> answer_of(limit_feedback limits, content<T> found) {
  if (!found.value)
    return malformed<T>(limits, found.text);
  return {outcome_kind::ok, printable(found.text), limits,
          std::move(found.value)};
}

template <class T>
answer<T> answer_of(const net::reply& x, content<T> found) {
  return answer_of(wait_of(x), std::move(found));
}

} // namespace ballast::venues
