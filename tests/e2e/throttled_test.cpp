// The story of throttling over real sockets: 429s in spite of the limits.
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

TEST(Throttled, FallsBelowFiftyOpensProbesAndRecovers) {
  const scene stage;
  auto node = stage.start({"run", "--paper", "--data", "data", "--listen",
                           "127.0.0.1:0", "--verbose"});
  const auto line = node->wait_for_line("status at http://");
  ASSERT_TRUE(line) << node->output();
  const auto from = line->find("http://");
  const auto base = line->substr(from, line->find("/api") - from);
  const auto venue = [&base] {
    return row_of(nlohmann::json::parse(fetch(base, "/api/v1/status").body),
                  "coinbase");
  };
  ASSERT_TRUE(node->wait_for_line("Cycle #4")) << node->output();

  stage.set_faults(R"([{"kind":"throttle","match":"/candles","rate":0.3}])");
  const auto low = node->wait_for_line("API health low (", 120s);
  ASSERT_TRUE(low) << node->output();
  EXPECT_NE(low->find("using reduced batch size=5"), std::string::npos) << *low;
  EXPECT_NE(low->find("throttle"), std::string::npos) << *low;

  stage.set_faults(R"([{"kind":"throttle"}])");
  ASSERT_TRUE(
    node->wait_for_line("GLOBAL CIRCUIT BREAKER: 4 total errors", 90s))
    << node->output();
  EXPECT_TRUE(node->wait_for_line("Waiting 30s for API to fully recover"));
  stage.set_faults("[]");
  ASSERT_TRUE(node->wait_for_line("half open -> closed", 90s))
    << node->output();
  ASSERT_TRUE(node->wait_for_line("API health recovered", 120s))
    << node->output();
  // A minute later the last 429 has left the window.
  auto row = venue();
  for (int i = 0; i < 120 && row["health"]["score"] != 100; ++i) {
    node->read_for(1s);
    row = venue();
  }
  EXPECT_EQ(row["health"]["score"], 100) << row;
  EXPECT_EQ(row["breaker"]["state"], "closed");
  EXPECT_GE(row["breaker"]["opened"], 1);
  EXPECT_GT(stage.stats()["faults"]["throttle"], 4);
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
}

} // namespace

} // namespace ballast::test
