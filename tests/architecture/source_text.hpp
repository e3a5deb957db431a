// One source file as text, and the two views of it that the checks need: line
// by line, and with all that is not code blanked out.
#pragma once

#include <cstddef>
#include <iosfwd>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::architecture {

/// A file of the tree.
struct source_file {
  std::string path; ///< From the root, with slashes: "net/wire.hpp".
  std::string text;
};

/// What a check has to say about one line.
struct finding {
  std::string path;
  std::size_t line = 0; ///< From 1; 0 when it is about the whole file.
  std::string what;
};
std::ostream& operator<<(std::ostream& out, const finding& x);

/// All findings, one a line, for a test's message.
std::string to_string(const std::vector<finding>& all);

/// The lines without their ends; a last line without one counts.
std::vector<std::string> lines_of(std::string_view text);

/// The same text with comments and the insides of string and character
/// literals turned into blanks. Lines and columns stay where they were.
std::string code_only(std::string_view text);

} // namespace ballast::architecture
