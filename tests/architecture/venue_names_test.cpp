// A venue is its own folders and one line: docs/adding-a-venue.md.
#include "tests/architecture/source_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace ballast::architecture {
namespace {

std::string in_small_letters(std::string_view text) {
  auto result = std::string{text};
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char x) { return std::tolower(x); });
  return result;
}

/// The folders right below `parent`, which ends in '/'.
std::set<std::string> folders_in(std::string_view parent) {
  std::set<std::string> result;
  for (const auto& x : tree()) {
    if (!x.path.starts_with(parent))
      continue;
    const auto rest = x.path.substr(parent.size());
    if (const auto slash = rest.find('/'); slash != std::string::npos)
      result.insert(rest.substr(0, slash));
  }
  return result;
}

/// "path:line" of every line that names the venue outside of its folders, in
/// whatever letters, and every file whose own name does.
std::vector<std::string> named_outside(const std::string& venue) {
  std::vector<std::string> result;
  for (const auto& file : tree()) {
    if (file.path.find('/' + venue + '/') != std::string::npos)
      continue;
    if (in_small_letters(file.path).find(venue) != std::string::npos)
      result.push_back(file.path);
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i)
      if (in_small_letters(lines[i]).find(venue) != std::string::npos)
        result.push_back(file.path + ':' + std::to_string(i + 1) + ": "
                         + lines[i]);
  }
  return result;
}

TEST(InventedVenues, AreNamedOutsideOfTheirFoldersInOneLine) {
  const auto venues = folders_in("tests/invented/venues/");
  ASSERT_FALSE(venues.empty());
  for (const auto& venue : venues) {
    const auto found = named_outside(venue);
    ASSERT_EQ(found.size(), 1U) << (found.empty() ? "nowhere" : found.back());
    EXPECT_TRUE(found.front().starts_with("tests/invented/CMakeLists.txt:"))
      << found.front();
    EXPECT_TRUE(found.front().ends_with("  " + venue)) << found.front();
  }
}

TEST(InventedVenues, HaveAllThatRealOnesHave) {
  const auto venues = folders_in("tests/invented/venues/");
  EXPECT_EQ(folders_in("tests/invented/sim/"), venues);
  EXPECT_EQ(folders_in("tests/invented/tests/"), venues);
}

/// Who decides by a venue's name has a table that the next venue must be
/// entered in.
TEST(RealVenues, AreToldApartByNobody) {
  const auto venues = folders_in("venues/");
  ASSERT_GE(venues.size(), 5U);
  for (const auto& file : tree()) {
    const auto folder = folder_of(file.path);
    const auto has_own_folders = folder == "venues" || folder == "sim";
    if (!is_cpp(file.path) || folder == "tests" || folder == "bench"
        || (has_own_folders
            && std::count(file.path.begin(), file.path.end(), '/') > 1))
      continue;
    const auto lines = lines_of(file.text);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      const auto code
        = std::string_view{lines[i]}.substr(0, lines[i].find("//"));
      for (const auto& venue : venues)
        EXPECT_EQ(code.find('"' + venue + '"'), std::string::npos)
          << file.path << ':' << i + 1 << ": " << lines[i];
    }
  }
}

} // namespace
} // namespace ballast::architecture
