#include "tests/architecture/source_tree.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <utility>

namespace ballast::architecture {

namespace {

namespace fs = std::filesystem;

constexpr auto left_out
  = std::to_array<std::string_view>({".git", "build", "data", "tests/data"});

constexpr auto text_endings = std::to_array<std::string_view>(
  {".cpp", ".hpp", ".txt", ".cmake", ".md", ".sh", ".toml", ".json", ".yml",
   ".yaml", ".html", ".js"});

bool is_left_out(const std::string& path) {
  return std::ranges::find(left_out, path) != left_out.end();
}

/// Programs without an ending (.ci/run) are scripts of ours.
bool is_text(const fs::path& path) {
  const auto ending = path.extension().string();
  return ending.empty()
         || std::ranges::find(text_endings, ending) != text_endings.end();
}

std::string read(const fs::path& path) {
  auto in = std::ifstream{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

} // namespace

std::vector<source_file> read_tree(const std::string& root) {
  std::vector<source_file> result;
  auto entries = fs::recursive_directory_iterator{root};
  for (auto i = fs::begin(entries); i != fs::end(entries); ++i) {
    const auto path = i->path().lexically_relative(root).generic_string();
    if (is_left_out(path)) {
      if (i->is_directory())
        i.disable_recursion_pending();
    } else if (i->is_regular_file() && is_text(i->path())) {
      result.push_back({path, read(i->path())});
    }
  }
  std::ranges::sort(
    result, [](const auto& a, const auto& b) { return a.path < b.path; });
  return result;
}

const std::vector<source_file>& tree() {
  static const auto result = read_tree(BALLAST_SOURCE_FOLDER);
  return result;
}

bool is_cpp(std::string_view path) {
  return path.ends_with(".cpp") || path.ends_with(".hpp");
}

std::vector<finding> check_all(check what) {
  std::vector<finding> result;
  for (const auto& file : tree())
    for (auto& x : what(file))
      result.push_back(std::move(x));
  return result;
}

std::vector<finding> check_cpp(check what) {
  std::vector<finding> result;
  for (const auto& file : tree())
    if (is_cpp(file.path))
      for (auto& x : what(file))
        result.push_back(std::move(x));
  return result;
}

std::string_view folder_of(std::string_view path) {
  const auto slash = path.find('/');
  return slash == std::string_view::npos ? std::string_view{}
                                         : path.substr(0, slash);
}

} // namespace ballast::architecture
