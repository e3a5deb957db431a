// How a node lives and dies: stops, kills, restarts, rivals.
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

const std::vector<std::string> a_node = {
  "run", "--paper", "--data", "data", "--listen", "127.0.0.1:0", "--verbose"};

std::vector<std::string> with(std::vector<std::string> x,
                              const std::vector<std::string>& more) {
  x.insert(x.end(), more.begin(), more.end());
  return x;
}

TEST(Life, StopsCleanlyWithinTenSecondsOfSigterm) {
  const scene stage;
  auto node = stage.start(a_node);
  ASSERT_TRUE(node->wait_for_line("Market rotation: scanning batch"))
    << node->output();
  const auto asked = std::chrono::steady_clock::now();
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  EXPECT_LT(std::chrono::steady_clock::now() - asked, 10s);
  EXPECT_NE(node->output().find("stopped"), std::string::npos);
}

TEST(Life, FaultP10_SurvivesThreeSigtermsAndASighup) {
  const scene stage;
  auto node = stage.start(a_node);
  ASSERT_TRUE(node->wait_for_line("Cycle #2")) << node->output();
  for (const auto x : {SIGTERM, SIGHUP, SIGTERM, SIGTERM})
    node->send_signal(x);
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
}

TEST(Life, StopsThoughTheVenueHangs) {
  const scene stage;
  auto node = stage.start(a_node);
  ASSERT_TRUE(node->wait_for_line("Cycle #2")) << node->output();
  stage.set_faults(R"([{"kind":"hang"}])");
  // The first of what hangs has been given up, the rest is still out.
  ASSERT_TRUE(node->wait_for_line("missed")) << node->output();
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  EXPECT_GT(stage.stats()["faults"]["hang"], 0);
}

TEST(Life, SurvivesTenKillsWithoutOne429) {
  const scene stage;
  const auto begin = std::chrono::steady_clock::now();
  for (int i = 0; i < 10; ++i) {
    auto node = stage.start(a_node);
    // Killed in the middle of scanning, with requests on their way.
    ASSERT_TRUE(node->wait_for_line("Cycle #9")) << node->output();
    node->send_signal(SIGKILL);
    EXPECT_EQ(node->wait_for_end(), 128 + SIGKILL);
  }
  const std::chrono::duration<double> took
    = std::chrono::steady_clock::now() - begin;
  const auto stats = stage.stats();
  EXPECT_EQ(stats["rate_limited"], 0) << stats;
  EXPECT_EQ(stats["over_limit"], 0) << stats;
  // Ten a second are permitted, start-ups included.
  EXPECT_GE(stats["accepted"].get<double>(), 0.5 * 10 * took.count())
    << took.count() << " s, " << stats;
}

TEST(Life, FaultP12_RefusesASecondNodeOnTheSameData) {
  const scene stage;
  auto first = stage.start(a_node);
  ASSERT_TRUE(first->wait_for_line("Cycle #1")) << first->output();
  auto second = stage.start(a_node);
  EXPECT_EQ(second->wait_for_end(), 1);
  EXPECT_NE(second->output().find("in use by another ballast"),
            std::string::npos)
    << second->output();
  first->send_signal(SIGINT);
  EXPECT_EQ(first->wait_for_end(), 0);
}

TEST(Life, ScansOverTlsThatItVerifies) {
  const scene stage{{"--tls"}};
  auto node = stage.start(with(a_node, {"--for", "6s", "--report", "r.json"}));
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  std::ifstream file{stage.directory() / "r.json"};
  const auto row = row_of(nlohmann::json::parse(file), "coinbase");
  EXPECT_EQ(row["state"], "connected") << row;
  EXPECT_GT(row["sent"], 10);
  EXPECT_EQ(stage.stats()["rate_limited"], 0);
}

TEST(Life, FaultE12_SendsNothingToAHostItCannotVerify) {
  const scene stage{{"--tls"}};
  auto environment = stage.environment();
  environment.erase("BALLAST_CA_FILE");
  auto node = stage.start(with(a_node, {"--for", "4s"}), environment);
  EXPECT_TRUE(node->wait_for_line("not connected")) << node->output();
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  EXPECT_EQ(stage.stats()["requests"], 0);
}

TEST(Life, AnswersStatusAndItsEndpoints) {
  const scene stage;
  auto node = stage.start(a_node);
  const auto line = node->wait_for_line("status at http://");
  ASSERT_TRUE(line) << node->output();
  const auto from = line->find("http://");
  const auto base = line->substr(from, line->find("/api") - from);
  ASSERT_TRUE(node->wait_for_line("heartbeat: trading=YES reason="))
    << node->output();
  EXPECT_EQ(fetch(base, "/healthz").status, 200U);
  EXPECT_EQ(fetch(base, "/readyz").status, 200U);
  EXPECT_NE(fetch(base, "/metrics").body.find("ballast_requests_total"),
            std::string::npos);
  EXPECT_GE(nlohmann::json::parse(fetch(base, "/api/v1/actors").body).size(),
            6U);
  const auto shown = run_to_end({"status", "--url", base});
  EXPECT_EQ(shown.status, 0) << shown.output;
  EXPECT_NE(shown.output.find("coinbase/master"), std::string::npos);
  const auto raw = run_to_end({"status", "--json", "--url", base});
  EXPECT_EQ(nlohmann::json::parse(raw.output)["mode"], "paper");
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
  EXPECT_EQ(run_to_end({"status", "--url", base}).status, 1);
}

TEST(Life, RunsADemoWhenNothingIsConfiguredAndSaysSo) {
  const scene stage;
  std::filesystem::remove(stage.directory() / "ballast.toml");
  auto node
    = stage.start({"run", "--for", "90s", "--listen", "127.0.0.1:0"}, {});
  const auto first = node->wait_for_line("");
  ASSERT_TRUE(first);
  EXPECT_NE(first->find("DEMO"), std::string::npos) << *first;
  auto missing = std::vector<std::string>{
    "COINBASE CONNECTED (MASTER)",
    "coinbase - Cycle #1",
    "Market rotation: scanning batch",
    "coinbase cycle completed successfully",
    "KRAKEN PRO CONNECTED (MASTER)",
    "kraken scans with account master",
    "OKX CONNECTED (MASTER)",
    "BINANCE CONNECTED (MASTER)",
    "ALPACA CONNECTED (MASTER)",
    "funnel: ",
    "/25 connected",
  };
  // In any order.
  const auto is_last_missing = [&](const std::string& line) {
    std::erase_if(missing, [&](const std::string& part) {
      return line.find(part) != std::string::npos;
    });
    return missing.empty();
  };
  EXPECT_TRUE(node->wait_for_line(is_last_missing, 80s)) << missing.front();
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
}

} // namespace

} // namespace ballast::test
