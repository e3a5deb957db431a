// Candles by WebSocket, as people run it: over TLS, at three venues at once.
#include "tests/e2e/scene.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <fstream>
#include <string>
#include <vector>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;

// Binance's window counts as spent for the first minute of a node that knows
// nothing: tests/apps/streams_test has it, in virtual time.
const std::vector<std::string> venues = {"coinbase", "kraken", "okx"};

TEST(StreamsOverSockets, TakeOverFromPollingWithoutOne429) {
  const scene stage{{"--tls"}, venues};
  auto environment = stage.environment();
  environment["BALLAST_COINBASE_WS_URL"] = stage.ws("coinbase");
  environment["BALLAST_KRAKEN_WS_URL"] = stage.ws("kraken");
  environment["BALLAST_OKX_WS_URL"] = stage.ws("okx");
  const auto file = stage.write("streams.toml", "[scan]\nmode = \"funnel\"\n");
  const auto report = stage.directory() / "report.json";
  auto node = stage.start({"run", "--paper", "--data", "data", "--listen",
                           "127.0.0.1:0", "--config", file, "--report",
                           report.string(), "--for", "50s"},
                          environment);
  ASSERT_EQ(node->wait_for_end(80s), 0) << node->output();
  const auto status = nlohmann::json::parse(std::ifstream{report});
  for (const auto& venue : venues) {
    SCOPED_TRACE(venue);
    const auto row = row_of(status, venue);
    EXPECT_EQ(row["state"], "connected") << row;
    // Those that came with the last prices are polled once more.
    EXPECT_GT(row["rotation"]["streamed"], 5) << row;
    EXPECT_EQ(row["health"]["rate_limited"], 0) << row;
    const auto stats = stage.stats(venue);
    EXPECT_EQ(stats["rate_limited"], 0) << stats;
    EXPECT_EQ(stats["over_limit"], 0) << stats;
  }
}

TEST(StreamsOverSockets,
     NeverComeFromTheVenueWhileItsAnswersComeFromElsewhere) {
  const scene stage{{}, {"kraken"}};
  const auto file = stage.write("streams.toml", "[scan]\nstreams = true\n");
  auto node = stage.start({"run", "--paper", "--data", "data", "--listen",
                           "127.0.0.1:0", "--config", file});
  EXPECT_TRUE(node->wait_for_line("another host is named for REST and "
                                  "none for WebSocket: nothing is streamed"))
    << node->output();
  node->send_signal(SIGTERM);
  EXPECT_EQ(node->wait_for_end(), 0);
}

} // namespace

} // namespace ballast::test
