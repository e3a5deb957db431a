// How every answer is read: the status first, then the envelope, then what is
// in it.
#pragma once

#include "venues/json_reply.hpp"
#include "venues/kraken/envelope.hpp"
#include "venues/kraken/replies.hpp"

#include <simdjson.h>

#include <utility>

namespace ballast::venues::kraken {

/// Reads a reply with `read`, which gets `result` as a simdjson element, valid
/// during the call, and returns content<T>.
template <class T, class Read>
answer<T> read_reply(const net::reply& x, Read read) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return without_value<T>(judge_status(x));
  return with_json<T>(x, [&](simdjson::dom::element parsed) {
    const auto found = opened(parsed);
    if (!found.is_whole)
      return malformed<T>(x, "expected an object with a list of errors");
    if (!found.error.empty())
      return without_value<T>(judge_error(x, found.error));
    if (!found.result)
      return malformed<T>(x, "expected a result beside no error");
    auto content = venues::content<T>{read(*found.result)};
    if (content.value && !found.warning.empty())
      content.text = found.warning + ' ' + content.text;
    return answer_of(x, std::move(content));
  });
}

} // namespace ballast::venues::kraken
