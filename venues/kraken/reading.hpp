// How every answer is read: the status first, then the envelope, then what is
// in it.
#pragma once

#include "venues/json_reply.hpp"
#include "venues/kraken/envelope.hpp"
#include "venues/kraken/replies.hpp"

#include <simdjson.h>

#include <optional>
#include <string_view>
#include <utility>

namespace ballast::venues::kraken {

/// What an answer about one pair holds.
struct pair_content {
  std::string_view name;
  simdjson::dom::element value;
};

/// The only member there is beside "last": the venue calls it by its own id of
/// the pair, which need not be the name that was asked for.
inline std::optional<pair_content> only_pair(simdjson::dom::element result) {
  simdjson::dom::object members;
  if (result.get_object().get(members) != simdjson::SUCCESS)
    return std::nullopt;
  std::optional<pair_content> found;
  for (const auto x : members) {
    if (x.key == "last")
      continue;
    if (found)
      return std::nullopt;
    found = pair_content{x.key, x.value};
  }
  return found;
}

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

/// The same with every number handed on as the text that it came in: money
/// comes as text or as a number, and a double would change it.
template <class T, class Read>
answer<T> read_exactly(const net::reply& x, Read read) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok || !objection(x.body).empty())
    return read_reply<T>(x, read);
  auto exact = x;
  exact.body = numbers_as_text(without_mark(x.body));
  return read_reply<T>(exact, read);
}

} // namespace ballast::venues::kraken
