// Wrong on purpose: each mistake has its own sentence and status, and nothing
// crashes.
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

struct mistake {
  const char* name;
  const char* file; ///< Content of ballast.toml.
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment;
  std::vector<const char*> says;
};

class BadInput : public ::testing::TestWithParam<mistake> {};

TEST_P(BadInput, FaultX1_IsRefusedWithItsReason) {
  const auto& x = GetParam();
  const scene stage;
  const auto file = stage.write("bad.toml", x.file);
  auto arguments = std::vector<std::string>{"run", "--demo", "--config", file};
  arguments.insert(arguments.end(), x.arguments.begin(), x.arguments.end());
  const auto end
    = run_to_end(arguments, x.environment, stage.directory().string());
  EXPECT_EQ(end.status, 2) << end.output;
  for (const auto* part : x.says)
    EXPECT_NE(end.output.find(part), std::string::npos)
      << part << " in: " << end.output;
}

INSTANTIATE_TEST_SUITE_P(
  Table, BadInput,
  ::testing::Values(
    mistake{"unknown_key",
            "[scan]\nbatch_mim = 5\n",
            {},
            {},
            {"bad.toml:2", "batch_mim", "batch_min"}},
    mistake{"wrong_type",
            "[scan]\ncandles = \"many\"\n",
            {},
            {},
            {"bad.toml:2", "candles"}},
    mistake{"negative_duration",
            "[scan]\ndelay = \"-8s\"\n",
            {},
            {},
            {"bad.toml:2", "delay"}},
    mistake{"not_toml", "[scan\n", {}, {}, {"bad.toml:1"}},
    mistake{"plain_http",
            "",
            {},
            {{"BALLAST_COINBASE_REST_URL", "http://api.coinbase.com"}},
            {"BALLAST_COINBASE_REST_URL"}},
    mistake{"half_a_credential",
            "",
            {},
            {{"COINBASE_MASTER_API_KEY", "k"}},
            {"COINBASE_MASTER_API_SECRET"}},
    mistake{"two_modes", "", {"--live"}, {}, {"--live"}},
    mistake{"bad_for", "", {"--for", "soon"}, {}, {"--for", "60s"}},
    mistake{"stray_argument", "", {"fast"}, {}, {"fast"}}),
  [](const auto& x) { return x.param.name; });

TEST(BadInput, SaysThatAFileCannotBeRead) {
  const auto end = run_to_end({"run", "--config", "/no/such/ballast.toml"});
  EXPECT_EQ(end.status, 2);
  EXPECT_NE(end.output.find("/no/such/ballast.toml"), std::string::npos)
    << end.output;
}

TEST(BadInput, RefusesAnUnknownCommandAndExplainsTheKnownOnes) {
  EXPECT_EQ(run_to_end({"dance"}).status, 2);
  EXPECT_EQ(run_to_end({}).status, 2);
  for (const auto* command : {"run", "status", "exchange-sim"}) {
    const auto help = run_to_end({command, "--help"});
    EXPECT_EQ(help.status, 0);
    EXPECT_NE(help.output.find("--help"), std::string::npos);
  }
  EXPECT_NE(run_to_end({"--version"}).output.find("ballast 0."),
            std::string::npos);
  EXPECT_EQ(run_to_end({"exchange-sim", "mtgox"}).status, 2);
}

/// A venue that answers nonsense: the node stays up, counts it as malformed
/// and says so.
class Nonsense : public ::testing::TestWithParam<const char*> {};

TEST_P(Nonsense, FaultE10E11_IsAnErrorAndNeverACrash) {
  const scene stage;
  auto node
    = stage.start({"run", "--paper", "--data", "data", "--listen",
                   "127.0.0.1:0", "--for", "12s", "--report", "r.json"});
  ASSERT_TRUE(node->wait_for_line("Cycle #3")) << node->output();
  stage.set_faults("[{\"kind\":\"" + std::string{GetParam()} + "\"}]");
  EXPECT_TRUE(node->wait_for_line("CIRCUIT BREAKER of coinbase.public"))
    << node->output();
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  EXPECT_GT(stage.stats()["faults"][GetParam()], 0);
  // A page of HTML or brackets in the log would be as bad as a crash.
  EXPECT_EQ(node->output().find("<html"), std::string::npos);
  EXPECT_EQ(node->output().find("[[[["), std::string::npos);
}

INSTANTIATE_TEST_SUITE_P(Kinds, Nonsense,
                         ::testing::Values("deep_json", "html_200",
                                           "truncated"),
                         [](const auto& x) { return std::string{x.param}; });

} // namespace

} // namespace ballast::test
