// What a reply was judged to be before its content is read, and the answers
// that have no value.
#pragma once

#include "venues/adapter.hpp"
#include "venues/limit_headers.hpp"
#include "venues/payload.hpp"

#include <optional>
#include <string>
#include <string_view>
#include <utility>

namespace ballast::venues {

struct verdict {
  outcome_kind kind = outcome_kind::malformed;
  std::string text; ///< At most 200 printable characters.
  limit_feedback limits;
};

template <class T>
answer<T> without_value(verdict x) {
  return {x.kind, std::move(x.text), x.limits, std::nullopt};
}

template <class T>
answer<T> malformed(limit_feedback limits, std::string_view why) {
  return without_value<T>({outcome_kind::malformed, printable(why), limits});
}

/// What the headers say about limits where the venue has none of its own.
inline limit_feedback wait_of(const net::reply& x) {
  limit_feedback limits;
  limits.retry_after = retry_after_of(x);
  return limits;
}

template <class T>
answer<T> malformed(const net::reply& x, std::string_view why) {
  return malformed<T>(wait_of(x), why);
}

} // namespace ballast::venues
