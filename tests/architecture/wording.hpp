// Words that have no place in the sources: time, chance and the environment are
// handed in, so whoever reads them must be on a short list with its reason.
#pragma once

#include "tests/architecture/source_text.hpp"

#include <string_view>
#include <vector>

namespace ballast::architecture {

/// Where a word may stand all the same, and why.
struct exception {
  std::string_view scope; ///< A folder ("apps/") or one file.
  std::string_view reason;
};

/// A word of code that is forbidden outside its exceptions.
struct forbidden_word {
  std::string_view word; ///< As written; a word boundary is before and after.
  std::string_view why;
  std::vector<exception> except;
};
const std::vector<forbidden_word>& forbidden_words();

/// Forbidden words in the code of a C++ file (not in comments or strings).
std::vector<finding> check_words(const source_file& file);

/// Paths of somebody's machine, anywhere in a text file.
std::vector<finding> check_machine_paths(const source_file& file);

/// Silenced checks without the check's name and a reason, on the same line or
/// as a comment on the line above; and notes about what is still to be done.
std::vector<finding> check_notes(const source_file& file);

/// A C++ file's size and its beginning: fewer than 500 lines, and a header
/// opens with a comment and has its `#pragma once`.
std::vector<finding> check_shape(const source_file& file);

} // namespace ballast::architecture
