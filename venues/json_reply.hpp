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
  if (const auto why = objection(x.body); !why.empty())
    return malformed<T>(x, why);
  const auto body = without_mark(x.body);
  simdjson::dom::parser fresh;
  simdjson::dom::element parsed;
  const auto status
    = parser_for(body, fresh).parse(body.data(), body.size()).get(parsed);
  if (status != simdjson::SUCCESS)
    return malformed<T>(x, std::string{"no JSON: "}
                             + simdjson::error_message(status));
  return then(parsed);
}

/// An answer with the value that was found, or one that says what is missing.
template <class T>
answer<T> answer_of(const net::reply& x, content<T> found) {
  if (!found.value)
    return malformed<T>(x, found.text);
  limit_feedback limits;
  limits.retry_after = retry_after_of(x);
  return {outcome_kind::ok, printable(found.text), limits,
          std::move(found.value)};
}

} // namespace ballast::venues
