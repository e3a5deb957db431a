// Reads the text of a `.env` file.
//
//   # comment                  blank lines, BOM and CRLF are fine
//   KEY=plain value # comment  ends at " #" or the line
//   export KEY='as it stands'
//   KEY="with \n, \t, \", \\, \$ and
//   several lines"
//
// Nothing is expanded: no $VARIABLE, no `command`.
#pragma once

#include "config/secret.hpp"
#include "domain/result.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::config {

/// One assignment. Any value may be a secret, so each is held as one.
struct env_entry {
  std::string name;
  secret value;
  std::size_t line = 0; ///< From 1, where the name stands.
};

/// @param file its name, for messages.
/// @returns the entries in their order; ec::invalid_argument, "file:line: …",
///          for NUL, a line that is no assignment, an open quote, text behind
///          a closing one, or a name that stands twice. Values are not quoted.
result<std::vector<env_entry>> parse_env(std::string_view text,
                                         const std::string& file);

} // namespace ballast::config
