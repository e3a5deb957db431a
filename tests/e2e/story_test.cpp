// The story over real sockets: a node between a simulated Coinbase that
// throttles and a simulated Kraken that takes over. One command:
// ./test.sh -R Story
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <set>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

class RealStory : public ::testing::Test {
protected:
  RealStory() : stage{{}, {"coinbase", "kraken"}} {}

  void start() {
    node = stage.start({"run", "--paper", "--data", "data", "--listen",
                        "127.0.0.1:0", "--verbose"});
    const auto line = node->wait_for_line("status at http://");
    ASSERT_TRUE(line) << node->output();
    const auto from = line->find("http://");
    base = line->substr(from, line->find("/api") - from);
    ASSERT_TRUE(node->wait_for_line("KRAKEN PRO CONNECTED (MASTER)", 40s))
      << node->output();
    ASSERT_TRUE(node->wait_for_line("kraken - Cycle #2")) << node->output();
  }
  nlohmann::json row(const std::string& venue) const {
    return row_of(nlohmann::json::parse(fetch(base, "/api/v1/status").body),
                  venue);
  }
  void stop() {
    node->send_signal(SIGTERM);
    EXPECT_EQ(node->wait_for_end(), 0);
  }

  scene stage;
  std::unique_ptr<process> node;
  std::string base;
};

TEST_F(RealStory, KrakenTakesOverAndTheShareComesBack) {
  start();
  const auto of_coinbase = row("coinbase")["rotation"]["markets"].get<int>();
  const auto of_kraken = row("kraken")["rotation"]["markets"].get<int>();

  stage.set_faults(R"([{"kind":"throttle","match":"/candles","rate":0.3}])",
                   "coinbase");
  const auto low = node->wait_for_line("API health low (", 120s);
  ASSERT_TRUE(low) << node->output();
  EXPECT_NE(low->find("using reduced batch size=5"), std::string::npos) << *low;

  stage.set_faults(R"([{"kind":"throttle"}])", "coinbase");
  const auto open
    = node->wait_for_line("CIRCUIT BREAKER of coinbase.public: closed -> open "
                          "for 30s",
                          90s);
  ASSERT_TRUE(open) << node->output();
  ASSERT_TRUE(node->wait_for_line("markets move here from coinbase: coinbase "
                                  "cannot scan"))
    << node->output();
  EXPECT_TRUE(node->wait_for_line("markets wait until coinbase scans again"));
  node->read_for(2s);
  const auto moved
    = of_coinbase - row("coinbase")["rotation"]["markets"].get<int>();
  EXPECT_GT(moved, 300);
  EXPECT_EQ(row("kraken")["rotation"]["markets"].get<int>(), of_kraken + moved);
  EXPECT_EQ(row("coinbase")["state"], "open");
  EXPECT_FALSE(row("coinbase")["rotation"]["waiting"].empty());

  stage.set_faults("[]", "coinbase");
  ASSERT_TRUE(node->wait_for_line("half open -> closed", 90s))
    << node->output();
  for (const auto* share : {"25%", "50%", "75%"})
    ASSERT_TRUE(node->wait_for_line("takes " + std::string{share}, 60s))
      << share << node->output();
  ASSERT_TRUE(node->wait_for_line("markets move here from kraken"));
  node->read_for(2s);
  EXPECT_EQ(row("coinbase")["rotation"]["markets"].get<int>(), of_coinbase);
  EXPECT_EQ(row("kraken")["rotation"]["markets"].get<int>(), of_kraken);
  EXPECT_EQ(row("kraken")["breaker"]["opened"], 0);
  EXPECT_EQ(stage.stats("kraken")["rate_limited"], 0);
  EXPECT_GT(stage.stats("coinbase")["faults"]["throttle"], 4);
  EXPECT_EQ(node->output().find("GLOBAL CIRCUIT BREAKER"), std::string::npos);
  stop();
}

TEST_F(RealStory, TheGlobalBreakerSpeaksWhenBothAreDown) {
  start();
  stage.set_faults(R"([{"kind":"server_error"}])", "coinbase");
  stage.set_faults(R"([{"kind":"server_error"}])", "kraken");
  ASSERT_TRUE(
    node->wait_for_line("GLOBAL CIRCUIT BREAKER: 8 total errors", 90s))
    << node->output();
  EXPECT_TRUE(node->wait_for_line("for API to fully recover"));
  stage.set_faults("[]", "coinbase");
  stage.set_faults("[]", "kraken");
  EXPECT_TRUE(node->wait_for_line("global circuit breaker closed", 90s))
    << node->output();
  stop();
}

// Names that no resolver knows: errors of our own side, at every venue.
TEST(RealNetwork, FaultE6_OfOursThatIsDownIsNamedAndBlamesNoVenue) {
  const scene stage{{}, {"coinbase", "kraken"}};
  auto environment = stage.environment();
  environment["BALLAST_COINBASE_REST_URL"] = "https://coinbase.invalid";
  environment["BALLAST_KRAKEN_REST_URL"] = "https://kraken.invalid";
  auto node = stage.start({"run", "--paper", "--data", "data", "--listen",
                           "127.0.0.1:0", "--for", "15s", "--report", "r.json"},
                          environment);
  EXPECT_TRUE(node->wait_for_line("our own network is down", 14s))
    << node->output();
  EXPECT_EQ(node->wait_for_end(), 0) << node->output();
  EXPECT_EQ(node->output().find("CIRCUIT BREAKER of"), std::string::npos);
}

} // namespace

} // namespace ballast::test
