// How every answer is read: the status first, then the envelope, then what is
// in it.
#pragma once

#include "venues/json_reply.hpp"
#include "venues/okx/envelope.hpp"
#include "venues/okx/replies.hpp"

#include <simdjson.h>

namespace ballast::venues::okx {

/// Reads a reply with `read`, which gets `data` as a simdjson array, valid
/// during the call, and returns content<T>.
template <class T, class Read>
answer<T> read_reply(const net::reply& x, Read read) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return without_value<T>(judge_status(x));
  return with_json<T>(x, [&](simdjson::dom::element parsed) {
    const auto found = opened(parsed);
    if (found.code.empty())
      return malformed<T>(x, "expected an object with a code");
    if (found.code != "0")
      return without_value<T>(judge_code(x, found));
    if (!found.data)
      return malformed<T>(x, "expected a list of data beside the code 0");
    return answer_of<T>(x, read(*found.data));
  });
}

/// The first row of `data` as an object: what answers about one thing hold.
inline std::optional<simdjson::dom::object>
first_row(const simdjson::dom::array& data) {
  simdjson::dom::object row;
  if (data.at(0).get_object().get(row) != simdjson::SUCCESS)
    return std::nullopt;
  return row;
}

} // namespace ballast::venues::okx
