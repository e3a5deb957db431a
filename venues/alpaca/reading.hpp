// How every answer is read: the status first, then what is in the body.
#pragma once

#include "venues/alpaca/replies.hpp"
#include "venues/json_reply.hpp"

#include <simdjson.h>

#include <cstddef>
#include <string>

namespace ballast::venues::alpaca {

/// Reads a reply with `read`, which gets the parsed body as a simdjson element,
/// valid during the call, and returns content<T>.
/// @param most bytes of the body that are read.
template <class T, class Read>
answer<T> read_reply(const net::reply& x, Read read,
                     std::size_t most = body_max) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return without_value<T>(judge_status(x));
  const auto limits = limits_of(x);
  return with_json(
    x.body,
    [&](simdjson::dom::element root) {
      return answer_of<T>(limits, read(root));
    },
    [&](const std::string& why) { return malformed<T>(limits, why); }, most);
}

/// The same where amounts may come as JSON numbers: `read` sees all numbers as
/// text, since a double would change them.
template <class T, class Read>
answer<T> read_exact_reply(const net::reply& x, Read read) {
  if (!objection(x.body).empty())
    return read_reply<T>(x, read);
  auto exact = x;
  exact.body = numbers_as_text(without_mark(x.body));
  return read_reply<T>(exact, read);
}

} // namespace ballast::venues::alpaca
