// How every answer is read: the status first, then the envelope, then what is
// in it.
#pragma once

#include "venues/adapter.hpp"
#include "venues/content.hpp"
#include "venues/json_body.hpp"
#include "venues/kraken/envelope.hpp"
#include "venues/kraken/replies.hpp"
#include "venues/limit_headers.hpp"
#include "venues/payload.hpp"

#include <simdjson.h>

#include <string>
#include <utility>

namespace ballast::venues::kraken {

template <class T>
answer<T> without_value(verdict x) {
  return {x.kind, std::move(x.text), x.limits, std::nullopt};
}

template <class T>
answer<T> malformed(const net::reply& x, std::string_view why) {
  limit_feedback limits;
  limits.retry_after = retry_after_of(x);
  return without_value<T>({outcome_kind::malformed, printable(why), limits});
}

/// Reads a reply with `read`, which gets `result` as a simdjson element, valid
/// during the call, and returns content<T>.
template <class T, class Read>
answer<T> read_reply(const net::reply& x, Read read) {
  constexpr unsigned status_ok = 200;
  if (x.status != status_ok)
    return without_value<T>(judge_status(x));
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
  const auto found = opened(parsed);
  if (!found.is_whole)
    return malformed<T>(x, "expected an object with a list of errors");
  if (!found.error.empty())
    return without_value<T>(judge_error(x, found.error));
  if (!found.result)
    return malformed<T>(x, "expected a result beside no error");
  auto content = venues::content<T>{read(*found.result)};
  if (!content.value)
    return malformed<T>(x, content.text);
  const auto remark
    = found.warning.empty() ? content.text : found.warning + ' ' + content.text;
  limit_feedback limits;
  limits.retry_after = retry_after_of(x);
  return {outcome_kind::ok, printable(remark), limits,
          std::move(content.value)};
}

} // namespace ballast::venues::kraken
