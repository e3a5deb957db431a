// Kraken as people run it: nonces on a real link, and a key that is refused.
#include "tests/e2e/scene.hpp"
#include "tests/support/fault_proxy.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <string>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

const std::vector<std::string> a_node = {
  "run", "--paper", "--data", "data", "--listen", "127.0.0.1:0", "--verbose"};

// Signed requests leave one by one (the broker's own tests) and one a second is
// all that Kraken takes, so nothing can overtake; what is left is jitter.
TEST(Kraken, FaultE18_NoncesRiseAndTheLimitHoldsBehindALinkThatJitters) {
  const scene stage{{}, {"kraken"}};
  const auto& rest = stage.rest();
  const auto colon = rest.rfind(':') + 1;
  fault_proxy proxy{static_cast<std::uint16_t>(std::stoul(rest.substr(colon)))};
  proxy_faults faults;
  faults.jitter = {1.0, 150ms};
  proxy.set(faults);
  auto environment = stage.environment();
  environment["BALLAST_KRAKEN_REST_URL"]
    = rest.substr(0, colon) + std::to_string(proxy.port());
  auto node = stage.start(a_node, environment);
  ASSERT_TRUE(node->wait_for_line("KRAKEN PRO CONNECTED (MASTER)", 40s))
    << node->output();
  ASSERT_TRUE(node->wait_for_line("kraken - Cycle #4", 60s)) << node->output();
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
  const auto counts = proxy.counts();
  EXPECT_GT(counts.jitter, 20U);
  const auto stats = stage.stats();
  EXPECT_EQ(stats["bad_nonce"], 0) << stats;
  EXPECT_EQ(stats["bad_signature"], 0) << stats;
  EXPECT_EQ(stats["rate_limited"], 0) << stats;
}

TEST(Kraken, FaultE18_RefusedNoncesStopTheKeyWithAnAlert) {
  const scene stage{{}, {"kraken"}};
  stage.set_faults(R"([{"kind":"invalid_nonce","match":"/private/"}])");
  auto node = stage.start(a_node);
  const auto line = node->wait_for_line("ALERT: the key is stopped", 60s);
  ASSERT_TRUE(line) << node->output();
  EXPECT_NE(line->find("another program"), std::string::npos);
  EXPECT_NE(line->find("make a key for ballast alone"), std::string::npos);
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
  EXPECT_EQ(stage.stats()["faults"]["invalid_nonce"], 3);
}

TEST(Kraken, KeepsItsMarkInTheStoreOfARun) {
  const scene stage{{}, {"kraken"}};
  for (int life = 0; life < 2; ++life) {
    auto node = stage.start(a_node);
    ASSERT_TRUE(node->wait_for_line("KRAKEN PRO CONNECTED (MASTER)", 60s))
      << node->output();
    EXPECT_TRUE(node->wait_for_line("USD 1000 available"));
    node->send_signal(life == 0 ? SIGKILL : SIGTERM);
    node->wait_for_end();
  }
  EXPECT_EQ(stage.stats()["bad_nonce"], 0);
  EXPECT_EQ(stage.stats()["rate_limited"], 0);
}

} // namespace

} // namespace ballast::test
