// Arrows point down: which folder may include what.
//
//   5   apps                                            wiring only
//   4   actors                      sim
//   3   messages   venues   store   config   net (Beast)
//   2   domain                               net/transport.hpp
//   1                                        net/wire.hpp
//
// CMake links one target a folder and says the same, but system headers are
// visible to every target. So the includes themselves are compared with a
// table: a layer is real once crossing it fails.
#pragma once

#include "tests/architecture/source_text.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::architecture {

/// One `#include` as written.
struct include {
  std::size_t line = 0; ///< From 1.
  std::string target;   ///< What stands between the quotes or brackets.
  bool quoted = false;
};
std::vector<include> includes_of(std::string_view text);

/// What the files whose path begins with `scope` may include. The longest scope
/// that fits a file decides alone.
struct layer {
  std::string_view scope;              ///< A folder ("net/") or one file.
  std::vector<std::string_view> ours;  ///< Beginnings of paths of this tree.
  std::vector<std::string_view> other; ///< Names of libraries, see below.
  std::vector<std::string_view> never; ///< Single headers that stay out.
};
const std::vector<layer>& layers();

/// The name under which the table knows a header: "std" for the standard
/// library, the name of a third library ("boost", "caf"), else "system".
std::string_view library_of(std::string_view header);

/// Every include of a C++ file that its layer does not allow, and a finding
/// for a file in a folder that the table does not know.
std::vector<finding> check_layers(const source_file& file);

} // namespace ballast::architecture
