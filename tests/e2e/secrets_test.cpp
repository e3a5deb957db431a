// A canary secret goes in and must come out nowhere.
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <iterator>
#include <set>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

std::string content_of(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, {}};
}

/// Whether any 12-character slice of the canary's own text is in `where`. The
/// armour of a PEM is no secret, so its lines alone are looked for.
bool leaks(const std::string& canary, const std::string& where) {
  constexpr std::size_t slice = 12;
  for (std::size_t i = 0; i + slice <= canary.size(); ++i) {
    const auto part = canary.substr(i, slice);
    if (part.find('\n') != std::string::npos
        || part.find('-') != std::string::npos)
      continue;
    if (where.find(part) != std::string::npos)
      return true;
  }
  return false;
}

std::string body_of_pem(const std::string& pem) {
  const auto begin = pem.find('\n') + 1;
  return pem.substr(begin, pem.rfind("-----END") - begin);
}

TEST(Secrets, AreNowhereInWhatTheRunLeavesBehind) {
  const scene stage;
  const auto canary = body_of_pem(stage.secret());
  ASSERT_GT(canary.size(), 60U);
  auto node = stage.start({"run", "--paper", "--data", "data", "--listen",
                           "127.0.0.1:0", "--report", "r.json", "--verbose"});
  const auto line = node->wait_for_line("status at http://");
  ASSERT_TRUE(line) << node->output();
  const auto from = line->find("http://");
  const auto base = line->substr(from, line->find("/api") - from);
  ASSERT_TRUE(node->wait_for_line("Cycle #3")) << node->output();
  stage.set_faults(R"([{"kind":"unauthorised","rate":0.5}])");
  ASSERT_TRUE(node->wait_for_line("markets missed")) << node->output();
  for (const auto* target :
       {"/api/v1/status", "/api/v1/actors", "/metrics", "/readyz", "/nothing"})
    EXPECT_FALSE(leaks(canary, fetch(base, target).body)) << target;
  // Unsetting a variable would leave it here; overwriting does not.
  const auto proc = "/proc/" + std::to_string(node->id());
  EXPECT_FALSE(leaks(canary, content_of(proc + "/environ")));
  EXPECT_FALSE(leaks(canary, content_of(proc + "/cmdline")));
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
  EXPECT_FALSE(leaks(canary, node->output()));
  std::size_t files = 0;
  for (const auto& x :
       std::filesystem::recursive_directory_iterator(stage.directory()))
    if (x.is_regular_file()) {
      ++files;
      EXPECT_FALSE(leaks(canary, content_of(x.path()))) << x.path();
    }
  EXPECT_GE(files, 2U);
}

TEST(Secrets, OfARefusedKeyAreNotNamedEither) {
  const scene stage;
  stage.set_faults(R"([{"kind":"unauthorised","match":"/accounts"}])");
  auto node = stage.start(
    {"run", "--paper", "--data", "data", "--listen", "127.0.0.1:0"});
  ASSERT_TRUE(node->wait_for_line("the venue refuses this key"))
    << node->output();
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
  EXPECT_FALSE(leaks(body_of_pem(stage.secret()), node->output()));
}

TEST(Secrets, FindACanaryThatDoesLeak) {
  EXPECT_TRUE(leaks("MHcCAQEEIKwf3Uox30cR", "xx MHcCAQEEIKwf3U xx"));
  EXPECT_FALSE(leaks("MHcCAQEEIKwf3Uox30cR", "xx MHcCAQEEIKw xx"));
}

TEST(Secrets, AreNotInAMessageAboutABadOne) {
  const std::string canary = "c4n4ryS3cr3tThatIsNoPemAtAll99";
  const auto end
    = run_to_end({"run", "--paper", "--data", "never-made"},
                 {{"COINBASE_MASTER_API_KEY", "organizations/a/apiKeys/b"},
                  {"COINBASE_MASTER_API_SECRET", canary}});
  EXPECT_EQ(end.status, 2) << end.output;
  EXPECT_FALSE(leaks(canary, end.output)) << end.output;
}

} // namespace

} // namespace ballast::test
