// How every answer is read: judged first, parsed second, and judged again when
// the promised content is not there.
#pragma once

#include "venues/adapter.hpp"
#include "venues/coinbase/replies.hpp"
#include "venues/content.hpp"
#include "venues/limit_headers.hpp"
#include "venues/payload.hpp"

#include <string>
#include <utility>

namespace ballast::venues::coinbase {

/// Reads a reply with `read`, which gets a body fit for a JSON parser and
/// returns content<T>.
template <class T, class Read>
answer<T> read_reply(const net::reply& x, subject about, Read read) {
  auto judged = judge(x, about);
  auto result = answer<T>{judged.kind, judged.text, limits_of(x), std::nullopt};
  if (judged.kind != outcome_kind::ok)
    return result;
  const auto body = without_mark(x.body);
  auto found = content<T>{read(body)};
  if (found.value) {
    const auto error
      = found.may_be_error ? judge_error(body, about) : std::nullopt;
    if (!error) {
      result.text = printable(found.text);
      result.value = std::move(found.value);
      return result;
    }
    judged = *error;
  } else {
    judged = judge_unfit(body, about, found.text);
  }
  result.kind = judged.kind;
  result.text = judged.text;
  return result;
}

} // namespace ballast::venues::coinbase
