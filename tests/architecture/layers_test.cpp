#include "tests/architecture/layers.hpp"
#include "tests/architecture/source_tree.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <ostream>
#include <string>
#include <utility>

namespace ballast::architecture {
namespace {

/// What the check says about a file with this one include.
std::string says(std::string path, const std::string& included) {
  const auto all
    = check_layers({std::move(path), "#pragma once\n#include " + included});
  return all.empty() ? "" : all.front().what;
}

TEST(Layers, HoldInTheWholeTree) {
  const auto found = check_cpp(check_layers);
  EXPECT_TRUE(found.empty()) << to_string(found);
}

struct case_of_layers {
  const char* path;
  const char* included;
};
std::ostream& operator<<(std::ostream& out, const case_of_layers& x) {
  return out << x.path << " with " << x.included;
}

class ForbiddenInclude : public testing::TestWithParam<case_of_layers> {};
TEST_P(ForbiddenInclude, IsFound) {
  EXPECT_NE(says(GetParam().path, GetParam().included), "");
}
INSTANTIATE_TEST_SUITE_P(
  Planted, ForbiddenInclude,
  testing::Values(
    case_of_layers{"domain/a.hpp", "<caf/all.hpp>"},
    case_of_layers{"domain/a.hpp", "<thread>"},
    case_of_layers{"domain/a.hpp", "<unistd.h>"},
    case_of_layers{"domain/a.cpp", "\"net/wire.hpp\""},
    case_of_layers{"net/wire.hpp", "<boost/beast.hpp>"},
    case_of_layers{"net/wire.hpp", "\"net/transport.hpp\""},
    case_of_layers{"net/transport.hpp", "\"net/url.hpp\""},
    case_of_layers{"net/client.cpp", "\"domain/time.hpp\""},
    case_of_layers{"net/client.cpp", "<caf/all.hpp>"},
    case_of_layers{"messages/a.hpp", "\"venues/adapter.hpp\""},
    case_of_layers{"venues/kraken/a.cpp", "\"net/transport.hpp\""},
    case_of_layers{"venues/kraken/a.cpp", "<boost/asio.hpp>"},
    case_of_layers{"venues/kraken/a.cpp", "<openssl/ssl.h>"},
    case_of_layers{"store/a.cpp", "<boost/asio.hpp>"},
    case_of_layers{"store/a.cpp", "<nlohmann/json.hpp>"},
    case_of_layers{"config/a.cpp", "<sqlite3.h>"},
    case_of_layers{"actors/a.cpp", "<boost/asio.hpp>"},
    case_of_layers{"actors/a.cpp", "<nlohmann/json.hpp>"},
    case_of_layers{"actors/a.cpp", "\"net/https_transport.hpp\""},
    case_of_layers{"actors/a.cpp", "\"sim/venue.hpp\""},
    case_of_layers{"sim/coinbase/a.cpp", "\"venues/adapter.hpp\""},
    case_of_layers{"sim/coinbase/a.cpp", "\"net/client.hpp\""},
    case_of_layers{"sim/coinbase/a.cpp", "<sys/socket.h>"},
    case_of_layers{"venues/a.cpp", "\"tests/support/a.hpp\""},
    case_of_layers{"apps/main.cpp", "\"tests/support/a.hpp\""}));

class AllowedInclude : public testing::TestWithParam<case_of_layers> {};
TEST_P(AllowedInclude, PassesUnseen) {
  EXPECT_EQ(says(GetParam().path, GetParam().included), "");
}
INSTANTIATE_TEST_SUITE_P(
  Planted, AllowedInclude,
  testing::Values(case_of_layers{"domain/a.hpp", "\"domain/time.hpp\""},
                  case_of_layers{"domain/a.hpp", "<chrono>"},
                  case_of_layers{"net/transport.hpp", "\"net/wire.hpp\""},
                  case_of_layers{"net/client.cpp", "<boost/beast.hpp>"},
                  case_of_layers{"net/client.cpp", "<libdeflate.h>"},
                  case_of_layers{"messages/a.hpp", "<caf/all.hpp>"},
                  case_of_layers{"venues/kraken/a.cpp", "\"net/wire.hpp\""},
                  case_of_layers{"venues/kraken/a.cpp", "<simdjson.h>"},
                  case_of_layers{"venues/kraken/a.cpp", "<openssl/evp.h>"},
                  case_of_layers{"store/a.cpp", "<sqlite3.h>"},
                  case_of_layers{"config/a.cpp", "<toml++/toml.h>"},
                  case_of_layers{"actors/a.cpp", "\"net/transport.hpp\""},
                  case_of_layers{"sim/coinbase/a.cpp", "\"net/transport.hpp\""},
                  case_of_layers{"apps/main.cpp", "<CLI/CLI.hpp>"},
                  case_of_layers{"tests/net/a_test.cpp", "<gtest/gtest.h>"}));

TEST(Layers, AskForTheFolderOfOurHeaders) {
  EXPECT_EQ(says("net/client.cpp", "\"client.hpp\""),
            "name the folder of client.hpp");
}

TEST(Layers, RefuseAFolderTheyDoNotKnow) {
  EXPECT_FALSE(check_layers({"helpers/a.hpp", ""}).empty());
}

TEST(Layers, NameTheLineOfAFinding) {
  const auto found
    = check_layers({"domain/a.cpp", "\n#include <string>\n#include <caf/x>\n"});
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().line, 3U);
}

TEST(Includes, AreReadHoweverTheyAreSpaced) {
  const auto all = includes_of("  #  include <a>\n#include \"b/c.hpp\" // d\n"
                               "// #include <e>\n#include\n#define f\n");
  ASSERT_EQ(all.size(), 2U);
  EXPECT_EQ(all[0].target, "a");
  EXPECT_FALSE(all[0].quoted);
  EXPECT_EQ(all[1].target, "b/c.hpp");
  EXPECT_TRUE(all[1].quoted);
}

/// Invented venues lie in the folders of real ones, under a root of theirs.
bool is_there(const std::string& target, const source_file& for_whom) {
  const auto root = std::string{"tests/invented/"};
  const auto other = for_whom.path.starts_with(root) ? root + target : target;
  return std::ranges::any_of(
    tree(), [&](const auto& x) { return x.path == target || x.path == other; });
}

TEST(Includes, OfOursNameFilesThatAreThere) {
  for (const auto& file : tree()) {
    if (!is_cpp(file.path))
      continue;
    for (const auto& x : includes_of(file.text))
      EXPECT_TRUE(!x.quoted || is_there(x.target, file))
        << finding{file.path, x.line, x.target + " is not there"};
  }
}

} // namespace
} // namespace ballast::architecture
