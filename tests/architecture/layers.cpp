#include "tests/architecture/layers.hpp"

#include "tests/architecture/source_tree.hpp"

#include <algorithm>
#include <array>
#include <utility>

namespace ballast::architecture {

namespace {

/// Headers of C++20's standard library, the <c…> ones included.
constexpr auto std_headers
  = std::to_array<std::string_view>({"algorithm",
                                     "any",
                                     "array",
                                     "atomic",
                                     "barrier",
                                     "bit",
                                     "bitset",
                                     "cassert",
                                     "cctype",
                                     "cerrno",
                                     "cfenv",
                                     "cfloat",
                                     "charconv",
                                     "chrono",
                                     "cinttypes",
                                     "climits",
                                     "clocale",
                                     "cmath",
                                     "codecvt",
                                     "compare",
                                     "complex",
                                     "concepts",
                                     "condition_variable",
                                     "coroutine",
                                     "csetjmp",
                                     "csignal",
                                     "cstdarg",
                                     "cstddef",
                                     "cstdint",
                                     "cstdio",
                                     "cstdlib",
                                     "cstring",
                                     "ctime",
                                     "cuchar",
                                     "cwchar",
                                     "cwctype",
                                     "deque",
                                     "exception",
                                     "execution",
                                     "filesystem",
                                     "format",
                                     "forward_list",
                                     "fstream",
                                     "functional",
                                     "future",
                                     "initializer_list",
                                     "iomanip",
                                     "ios",
                                     "iosfwd",
                                     "iostream",
                                     "istream",
                                     "iterator",
                                     "latch",
                                     "limits",
                                     "list",
                                     "locale",
                                     "map",
                                     "memory",
                                     "memory_resource",
                                     "mutex",
                                     "new",
                                     "numbers",
                                     "numeric",
                                     "optional",
                                     "ostream",
                                     "queue",
                                     "random",
                                     "ranges",
                                     "ratio",
                                     "regex",
                                     "scoped_allocator",
                                     "semaphore",
                                     "set",
                                     "shared_mutex",
                                     "source_location",
                                     "span",
                                     "sstream",
                                     "stack",
                                     "stdexcept",
                                     "stop_token",
                                     "streambuf",
                                     "string",
                                     "string_view",
                                     "strstream",
                                     "syncstream",
                                     "system_error",
                                     "thread",
                                     "tuple",
                                     "type_traits",
                                     "typeindex",
                                     "typeinfo",
                                     "unordered_map",
                                     "unordered_set",
                                     "utility",
                                     "valarray",
                                     "variant",
                                     "vector"});

/// How the header of a third library begins, and its name in the table.
constexpr auto libraries
  = std::to_array<std::pair<std::string_view, std::string_view>>(
    {{"boost/", "boost"},
     {"caf/", "caf"},
     {"CLI/", "cli11"},
     {"fmt/", "fmt"},
     {"gmock/", "gtest"},
     {"gtest/", "gtest"},
     {"nlohmann/", "nlohmann"},
     {"openssl/", "openssl"},
     {"simdjson.h", "simdjson"},
     {"spdlog/", "spdlog"},
     {"sqlite3.h", "sqlite"},
     {"toml++/", "toml"},
     {"version", "std"},
     {"libdeflate.h", "libdeflate"}});

/// TLS is net's; signatures need nothing but libcrypto.
constexpr auto tls = std::string_view{"openssl/ssl.h"};

} // namespace

const std::vector<layer>& layers() {
  static const auto result = std::vector<layer>{
    {"net/wire.hpp", {}, {}, {}},
    {"net/transport.hpp", {"net/wire.hpp"}, {}, {}},
    {"net/socket_transport.hpp", {"net/transport.hpp", "net/wire.hpp"}, {}, {}},
    {"domain/",
     {"domain/"},
     {},
     {"atomic", "barrier", "condition_variable", "ctime", "filesystem",
      "fstream", "future", "iostream", "latch", "mutex", "semaphore",
      "shared_mutex", "stop_token", "syncstream", "thread"}},
    {"messages/", {"messages/", "domain/"}, {"caf"}, {}},
    {"venues/",
     {"venues/", "domain/", "net/wire.hpp"},
     {"nlohmann", "simdjson", "openssl"},
     {tls, "fstream", "filesystem", "thread"}},
    {"venues/limit_file.cpp",
     {"venues/"},
     {"toml"},
     {"fstream", "filesystem", "thread"}},
    {"net/",
     {"net/"},
     {"boost", "openssl", "libdeflate", "spdlog", "fmt", "system"},
     {}},
    {"store/", {"store/", "domain/"}, {"sqlite", "system"}, {}},
    {"config/", {"config/", "domain/"}, {"toml", "system"}, {}},
    {"actors/",
     {"actors/", "messages/", "domain/", "venues/", "store/", "config/",
      "net/transport.hpp", "net/socket_transport.hpp", "net/wire.hpp"},
     {"caf", "spdlog", "fmt"},
     {"thread"}},
    {"sim/",
     {"sim/", "domain/", "net/transport.hpp", "net/socket_transport.hpp",
      "net/wire.hpp"},
     {"nlohmann", "openssl"},
     {tls, "thread"}},
    {"apps/",
     {"apps/", "actors/", "config/", "domain/", "messages/", "net/", "sim/",
      "store/", "venues/"},
     {"boost", "caf", "cli11", "fmt", "nlohmann", "openssl", "spdlog",
      "system"},
     {}},
    {"tests/architecture/", {"tests/architecture/"}, {"gtest"}, {}},
    // What an invented venue has is held to what real ones are.
    {"tests/invented/venues/",
     {"venues/", "domain/", "net/wire.hpp"},
     {"nlohmann", "simdjson", "openssl"},
     {tls, "fstream", "filesystem", "thread"}},
    {"tests/invented/sim/",
     {"sim/", "domain/", "net/transport.hpp", "net/wire.hpp"},
     {"nlohmann", "openssl"},
     {tls, "thread"}},
    {"tests/",
     {"tests/", "apps/", "actors/", "config/", "domain/", "messages/", "net/",
      "sim/", "store/", "venues/"},
     {"boost", "caf", "fmt", "gtest", "nlohmann", "openssl", "simdjson",
      "spdlog", "sqlite", "system", "toml"},
     {}},
    // Runs that a test checks and a benchmark shows are written once.
    {"bench/",
     {"bench/", "tests/support/", "tests/e2e/", "apps/", "actors/", "config/",
      "domain/", "messages/", "net/", "sim/", "store/", "venues/"},
     {"boost", "caf", "fmt", "nlohmann", "openssl", "simdjson", "system"},
     {}},
  };
  return result;
}

namespace {

/// The one that decides about a file, or none.
const layer* layer_of(std::string_view path) {
  const layer* best = nullptr;
  for (const auto& x : layers())
    if (path.starts_with(x.scope)
        && (best == nullptr || best->scope.size() < x.scope.size()))
      best = &x;
  return best;
}

template <class Names>
bool names(const Names& all, std::string_view x) {
  return std::ranges::find(all, x) != all.end();
}

/// Why the layer does not allow the include; empty when it does.
std::string objection(const layer& where, const include& x) {
  if (names(where.never, x.target))
    return "stays innocent of " + x.target;
  if (x.quoted) {
    const auto& all = where.ours;
    if (x.target.find('/') == std::string::npos)
      return "name the folder of " + x.target;
    if (std::ranges::none_of(all,
                             [&](auto y) { return x.target.starts_with(y); }))
      return "may not include " + x.target;
    return {};
  }
  const auto library = library_of(x.target);
  if (library != "std" && !names(where.other, library))
    return "may not include <" + x.target + "> (" + std::string{library} + ")";
  return {};
}

} // namespace

std::vector<include> includes_of(std::string_view text) {
  std::vector<include> result;
  const auto lines = lines_of(text);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto rest = std::string_view{lines[i]};
    const auto skip = [&](std::string_view word) {
      rest.remove_prefix(std::min(rest.find_first_not_of(" \t"), rest.size()));
      const auto found = rest.starts_with(word);
      rest.remove_prefix(found ? word.size() : 0);
      return found;
    };
    if (!skip("#") || !skip("include") || (!skip("<") && !skip("\"")))
      continue;
    const auto end = rest.find_first_of(">\"");
    const auto quoted = rest.data()[-1] == '"';
    result.push_back({i + 1, std::string{rest.substr(0, end)}, quoted});
  }
  return result;
}

std::string_view library_of(std::string_view header) {
  if (names(std_headers, header))
    return "std";
  for (const auto& [beginning, library] : libraries)
    if (header == beginning
        || (beginning.ends_with('/') && header.starts_with(beginning)))
      return library;
  return "system";
}

std::vector<finding> check_layers(const source_file& file) {
  const auto* where = layer_of(file.path);
  if (where == nullptr)
    return {{file.path, 0, "is in no folder of the table of layers"}};
  std::vector<finding> result;
  for (const auto& x : includes_of(file.text))
    if (auto why = objection(*where, x); !why.empty())
      result.push_back({file.path, x.line, std::move(why)});
  return result;
}

} // namespace ballast::architecture
