#include "tests/architecture/source_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>

namespace ballast::architecture {
namespace {

bool has(std::string_view path) {
  return std::ranges::any_of(tree(),
                             [&](const auto& x) { return x.path == path; });
}

/// A check over no files would always pass.
TEST(SourceTree, HoldsSourcesScriptsAndPages) {
  EXPECT_TRUE(has("domain/decimal.hpp"));
  EXPECT_TRUE(has("net/wire.hpp"));
  EXPECT_TRUE(has("tests/architecture/source_tree_test.cpp"));
  EXPECT_TRUE(has("CMakeLists.txt"));
  EXPECT_TRUE(has("start.sh"));
  EXPECT_TRUE(has(".ci/run"));
  EXPECT_TRUE(has("CONTRIBUTING.md"));
}

TEST(SourceTree, LeavesOutWhatIsBuilt) {
  EXPECT_TRUE(std::ranges::none_of(tree(), [](const auto& x) {
    return folder_of(x.path) == "build" || folder_of(x.path) == ".git";
  }));
}

TEST(SourceTree, TakesTheFirstPartOfAPathAsItsFolder) {
  EXPECT_EQ(folder_of("venues/coinbase/codec.cpp"), "venues");
  EXPECT_EQ(folder_of("README.md"), "");
}

} // namespace
} // namespace ballast::architecture
