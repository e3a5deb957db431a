// How every answer is read: the status first, then whether it is an error all
// the same, then what is in it.
#pragma once

#include "venues/binance/replies.hpp"
#include "venues/json_reply.hpp"

#include <simdjson.h>

#include <cstddef>
#include <string>

namespace ballast::venues::binance {

/// Reads a reply with `read`, which gets the whole body as a simdjson element,
/// valid during the call, and returns content<T>.
/// @param most bytes of the body that are read.
template <class T, class Read>
answer<T> read_reply(const net::reply& x, Read read,
                     std::size_t most = body_max) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return without_value<T>(judge_status(x));
  return with_json(
    x.body,
    [&](simdjson::dom::element parsed) -> answer<T> {
      if (const auto error = error_in(parsed))
        return without_value<T>(judge_error(x, *error));
      return answer_of<T>(limits_of(x), read(parsed));
    },
    [&](const std::string& why) { return malformed<T>(limits_of(x), why); },
    most);
}

} // namespace ballast::venues::binance
