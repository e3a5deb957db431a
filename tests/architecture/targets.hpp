// One CMake target a folder, and every source in it: a source that is listed
// nowhere is never compiled, and a test that is listed nowhere never fails.
#pragma once

#include "tests/architecture/source_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace ballast::architecture {

/// The targets that a folder's CMakeLists.txt defines. apps/ may have one more
/// for each further program.
struct folder_targets {
  std::string_view folder;
  std::vector<std::string_view> targets;
  bool more = false;
};
const std::vector<folder_targets>& expected_targets();

/// Names given to add_library and add_executable, in order.
std::vector<std::string> targets_of(std::string_view cmake);

/// Compares a folder's targets with those expected, and its sources (.cpp at
/// any depth) with those listed there, or in the sources.cmake of a folder
/// below: a venue lists its own. A folder without sources needs no target.
std::vector<finding> check_targets(const folder_targets& expected,
                                   const std::vector<source_file>& all);

} // namespace ballast::architecture
