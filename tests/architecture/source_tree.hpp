// The tree of sources that the checks look at, read once from the disk.
#pragma once

#include "tests/architecture/source_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::architecture {

/// All text files below `root`, sorted by path. Left out are what is built or
/// written while running (build, data), version control and recorded payloads,
/// which are the venues' words and not ours.
/// @throws std::filesystem::filesystem_error when the tree cannot be read.
std::vector<source_file> read_tree(const std::string& root);

/// The tree this test was built from.
const std::vector<source_file>& tree();

/// Whether the file is C++ of ours.
bool is_cpp(std::string_view path);

using check = std::vector<finding> (*)(const source_file&);
/// What a check finds in all files of the tree, or in its C++ files.
std::vector<finding> check_all(check what);
std::vector<finding> check_cpp(check what);

/// The first part of a path: "net" of "net/wire.hpp", "" of "README.md".
std::string_view folder_of(std::string_view path);

} // namespace ballast::architecture
