// From the text of a limits.toml to a table, and the tables that every build
// carries inside.
#pragma once

#include "domain/result.hpp"
#include "venues/limit_table.hpp"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::venues {

/// Reads a whole file. Never throws, whatever the bytes. docs/limits.md lists
/// the keys.
/// @param file its name, for errors
/// @returns ec::invalid_argument with one sentence, "file:line: key:
///          expectation": for what is no TOML, a key that is unknown, missing,
///          twice or of another type, numbers out of range, and weights that
///          name no limit, could never be sent, or leave sizes out.
result<limit_table> read_limits(std::string_view text, const std::string& file);

/// A limits.toml as it was built in.
struct shipped_file {
  std::string_view venue;
  std::string_view text;
};
/// One of each registered venue. The build writes this function.
const std::vector<shipped_file>& shipped_files();

/// What the file of a venue says, read once.
/// @returns ec::not_found for a venue without a file; what read_limits says of
///          a file that is wrong, which a test rules out.
const result<limit_table>& shipped_limits(std::string_view venue);

/// The same with what an operator knows better: see `overridden`.
result<std::shared_ptr<const limit_table>>
limits_of_venue(std::string_view venue, const limit_overrides& by);

/// The same of a venue that is not registered.
result<std::shared_ptr<const limit_table>>
limits_of_file(std::string_view text, const std::string& file,
               const limit_overrides& by);

} // namespace ballast::venues
