// What kind of answer a reply of Tidewater is, before its content is read.
//
// The word under "why" decides, whatever the status beside it: some trouble
// comes with HTTP 200. Without a word that is known the status decides
// (venues/http_status.hpp), and a 401 is about the key.
// Source: MANUAL.md, "Errors".
#pragma once

#include "net/wire.hpp"
#include "venues/json_reply.hpp"
#include "venues/verdict.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>

namespace ballast::venues::tidewater {

/// What a word under "why" means; absent for one that is not in the manual.
std::optional<outcome_kind> kind_of_word(std::string_view why) noexcept;

/// Judges a reply that is no good answer.
verdict judge(const net::reply& x);

/// Reads a good answer with `read`, which gets it as a simdjson object, valid
/// during the call, and returns content<T>.
template <class T, class Read>
answer<T> read_reply(const net::reply& x, Read read) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return without_value<T>(judge(x));
  return with_json<T>(x, [&](simdjson::dom::element parsed) {
    simdjson::dom::object members;
    bool is_ok = false;
    if (parsed.get_object().get(members) != simdjson::SUCCESS
        || members.at_key("ok").get_bool().get(is_ok) != simdjson::SUCCESS)
      return malformed<T>(x, "expected an object with ok");
    if (!is_ok)
      return without_value<T>(judge(x));
    return answer_of<T>(x, read(members));
  });
}

} // namespace ballast::venues::tidewater
