#include "tests/architecture/targets.hpp"

#include "tests/architecture/source_tree.hpp"

#include <algorithm>
#include <array>

namespace ballast::architecture {

namespace {

const source_file* find_file(const std::vector<source_file>& all,
                             const std::string& path) {
  const auto i
    = std::ranges::find_if(all, [&](const auto& x) { return x.path == path; });
  return i == all.end() ? nullptr : &*i;
}

bool in_path(char x) {
  return std::string_view{" \t\n()\""}.find(x) == std::string_view::npos;
}

/// Whether a CMake file names `path` as a word of its own.
bool lists(std::string_view cmake, std::string_view path) {
  for (auto at = cmake.find(path); at != std::string_view::npos;
       at = cmake.find(path, at + 1)) {
    const auto end = at + path.size();
    if ((at == 0 || !in_path(cmake[at - 1]))
        && (end == cmake.size() || !in_path(cmake[end])))
      return true;
  }
  return false;
}

/// Whether the sources.cmake of a folder that holds the source lists it.
bool is_listed_below(const std::string& begin, const std::string& source,
                     const std::vector<source_file>& all) {
  for (auto end = source.find('/'); end != std::string::npos;
       end = source.find('/', end + 1)) {
    const auto* own
      = find_file(all, begin + source.substr(0, end) + "/sources.cmake");
    if (own != nullptr && lists(own->text, source))
      return true;
  }
  return false;
}

std::vector<finding> check_names(const folder_targets& expected,
                                 const source_file& cmake) {
  std::vector<finding> result;
  const auto found = targets_of(cmake.text);
  for (const auto x : expected.targets)
    if (std::ranges::find(found, x) == found.end())
      result.push_back({cmake.path, 0, "lacks the target " + std::string{x}});
  const auto& wanted = expected.targets;
  for (const auto& x : found)
    if (!expected.more && std::ranges::find(wanted, x) == wanted.end())
      result.push_back({cmake.path, 0, "has a target too many: " + x});
  return result;
}

} // namespace

const std::vector<folder_targets>& expected_targets() {
  static const auto result = std::vector<folder_targets>{
    {"domain", {"ballast_domain"}},
    {"net", {"ballast_wire", "ballast_net"}},
    {"messages", {"ballast_messages"}},
    {"venues", {"ballast_venues"}},
    {"store", {"ballast_store"}},
    {"config", {"ballast_config"}},
    {"actors", {"ballast_actors"}},
    {"sim", {"ballast_sim"}},
    {"apps", {"ballast"}, /*more=*/true},
    {"tests/support",
     {"ballast_fault_proxy", "ballast_funnel_turn", "${program}"}},
    {"tests/architecture", {"architecture_tests"}},
    {"tests/domain", {"domain_tests", "seeded_bugs_tests"}},
    {"tests/net", {"net_tests"}},
    {"tests/messages", {"messages_tests"}},
    {"tests/venues", {"venues_tests"}},
    {"tests/conformance", {"conformance_tests"}},
    {"tests/fuzz", {"fuzz_${name}"}},
    {"tests/store", {"store_tests"}},
    {"tests/config", {"config_tests"}},
    {"tests/actors", {"actors_tests"}},
    {"tests/sim", {"sim_tests"}},
    {"tests/limits", {"limits_tests"}},
    {"tests/apps", {"apps_tests"}},
    {"tests/invented", {"ballast_invented", "invented_tests"}},
    {"tests/e2e",
     {"ballast_scene", "e2e_tests", "nonce_node", "trading_node",
      "node_kills_tests"}},
    {"tests/kill", {"kill_tests", "order_program", "venue_program"}},
  };
  return result;
}

std::vector<std::string> targets_of(std::string_view cmake) {
  std::vector<std::string> result;
  for (const auto& line : lines_of(cmake)) {
    for (const auto command : {"add_library(", "add_executable("}) {
      const auto text = std::string_view{line};
      const auto at = text.find(command);
      if (at == std::string_view::npos || text.find('#') < at)
        continue;
      const auto rest = text.substr(text.find('(', at) + 1);
      const auto end = rest.find_first_of(" )\t");
      // An alias is a second name, not a second target.
      if (rest.find(" ALIAS ") == std::string_view::npos)
        result.emplace_back(rest.substr(0, end));
    }
  }
  return result;
}

std::vector<finding> check_targets(const folder_targets& expected,
                                   const std::vector<source_file>& all) {
  const auto begin = std::string{expected.folder} + '/';
  std::vector<std::string> sources;
  for (const auto& x : all)
    if (x.path.starts_with(begin) && x.path.ends_with(".cpp"))
      sources.push_back(x.path.substr(begin.size()));
  const auto* cmake = find_file(all, begin + "CMakeLists.txt");
  if (sources.empty())
    return {};
  if (cmake == nullptr)
    return {{begin + "CMakeLists.txt", 0, "is not there"}};
  auto result = check_names(expected, *cmake);
  for (const auto& x : sources)
    if (!lists(cmake->text, x) && !is_listed_below(begin, x, all))
      result.push_back({cmake->path, 0, "does not list " + x});
  return result;
}

} // namespace ballast::architecture
