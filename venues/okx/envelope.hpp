// {"code":"0","msg":"","data":[...]}: what every answer of OKX comes in.
//
// Orders are answered one by one: each row of `data` then has an sCode of its
// own, and the outer code is "1" (all failed) or "2" (some failed), or "0" in
// spite of a row that failed.
// Source: OKX API v5 guide, "General Info" and "Place order".
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>

namespace ballast::venues::okx {

struct envelope {
  /// "0" when all is well, else the code of what went wrong: that of the first
  /// row that failed, or the outer one. Empty: an answer of somebody else.
  std::string code;
  std::string message; ///< In the venue's words; may be empty.
  std::optional<simdjson::dom::array> data; ///< Absent unless it is a list.
};

/// A code as text, as the manual promises, or as a JSON number; empty where
/// there is none.
std::string code_at(const simdjson::dom::object& from, std::string_view name);

/// What a parsed body holds.
envelope opened(simdjson::dom::element body);

/// What went wrong, as an entry of a log: "50011 Too Many Requests".
std::string words_of(const envelope& x);

} // namespace ballast::venues::okx
