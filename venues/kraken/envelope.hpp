// {"error":[...],"result":...}: what every answer of Kraken comes in.
// Source: Kraken, Spot REST introduction, "Response details".
#pragma once

#include <simdjson.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues::kraken {

struct envelope {
  std::string error;   ///< The first entry that is no warning; empty: none.
  std::string warning; ///< The first warning ("WAPI:..."); empty: none.
  /// Absent where the venue left it out or gave null.
  std::optional<simdjson::dom::element> result;
  /// False when there is no list of errors: an answer of somebody else.
  bool is_whole = false;
};

/// What a parsed body holds. An entry of `error` that is no text counts as an
/// error without known words.
envelope opened(simdjson::dom::element body);

/// The error in a body of whatever shape; empty when there is none to be read.
std::string error_in(std::string_view body);

/// All of them, in their order; empty when there is none to be read.
std::vector<std::string> errors_in(std::string_view body);

} // namespace ballast::venues::kraken
