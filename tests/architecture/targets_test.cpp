#include "tests/architecture/source_tree.hpp"
#include "tests/architecture/targets.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace ballast::architecture {
namespace {

const auto kestrel = folder_targets{"kestrel", {"ballast_kestrel"}};

std::vector<finding> with_cmake(std::string text) {
  return check_targets(kestrel, {{"kestrel/CMakeLists.txt", std::move(text)},
                                 {"kestrel/a.cpp", ""},
                                 {"kestrel/b/c.cpp", ""}});
}

TEST(Targets, AreOneAFolderAndListEverySource) {
  for (const auto& x : expected_targets()) {
    const auto found = check_targets(x, tree());
    EXPECT_TRUE(found.empty()) << to_string(found);
  }
}

TEST(Targets, AreKnownForEveryFolderWithSources) {
  auto known = std::set<std::string, std::less<>>{"bench"};
  for (const auto& x : expected_targets())
    known.emplace(x.folder);
  for (const auto& x : tree()) {
    if (!is_cpp(x.path))
      continue;
    auto folder = std::string{folder_of(x.path)};
    if (folder == "tests")
      folder = x.path.substr(0, x.path.find('/', folder.size() + 1));
    EXPECT_TRUE(known.contains(folder)) << x.path;
  }
}

TEST(Targets, AreReadFromLibrariesAndPrograms) {
  EXPECT_EQ(targets_of("add_library(a STATIC x.cpp)\n  add_executable(b\n"
                       "add_library(c::a ALIAS a)\n# add_library(d)\n"),
            (std::vector<std::string>{"a", "b"}));
}

TEST(Targets, MayListASourceAtAnyDepth) {
  EXPECT_TRUE(
    with_cmake("add_library(ballast_kestrel STATIC\n  a.cpp\n  b/c.cpp)\n")
      .empty());
}

TEST(Targets, TakeSourcesFromTheListOfAFolderBelow) {
  const auto found_with = [](const char* list) {
    return check_targets(
      kestrel,
      {{"kestrel/CMakeLists.txt", "add_library(ballast_kestrel a.cpp)"},
       {"kestrel/a.cpp", ""},
       {"kestrel/b/c.cpp", ""},
       {list, "target_sources(ballast_kestrel PRIVATE\n b/c.cpp)"}});
  };
  EXPECT_TRUE(found_with("kestrel/b/sources.cmake").empty());
  EXPECT_EQ(found_with("kestrel/d/sources.cmake").size(), 1U);
}

TEST(Targets, MissASourceThatOnlyEndsLikeAListedOne) {
  EXPECT_EQ(
    with_cmake("add_library(ballast_kestrel aa.cpp b/c.cpp d/a.cpp)\n").size(),
    1U);
}

TEST(Targets, MayNotBeMissingOrTooMany) {
  EXPECT_EQ(with_cmake("add_library(other a.cpp b/c.cpp)\n").size(), 2U);
  EXPECT_EQ(with_cmake("add_library(ballast_kestrel a.cpp)\n"
                       "add_library(ballast_other b/c.cpp)\n")
              .size(),
            1U);
}

TEST(Targets, AreNotAskedOfAFolderWithoutSources) {
  EXPECT_TRUE(check_targets(kestrel, {{"kestrel/a.hpp", ""}}).empty());
}

TEST(Targets, NeedACMakeFileBesideTheSources) {
  EXPECT_EQ(check_targets(kestrel, {{"kestrel/a.cpp", ""}}).size(), 1U);
}

} // namespace
} // namespace ballast::architecture
