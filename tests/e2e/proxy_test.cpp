// A node behind a link that misbehaves at the level of bytes, in front of a
// simulated exchange that keeps its own record.
#include "tests/e2e/scene.hpp"
#include "tests/support/fault_proxy.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace ballast::test {

namespace {

using namespace std::chrono_literals;
using clock = std::chrono::steady_clock;

/// The simulated exchange, the proxy before it, and a node that knows only the
/// proxy.
class detour {
public:
  explicit detour(std::vector<std::string> sim_arguments = {})
      : stage{std::move(sim_arguments)}, rest_{stage.environment().at(
                                           variable)},
        proxy{static_cast<std::uint16_t>(
          std::stoul(rest_.substr(rest_.rfind(':') + 1)))} {}

  void start_node() {
    auto environment = stage.environment();
    environment[variable]
      = rest_.substr(0, rest_.rfind(':') + 1) + std::to_string(proxy.port());
    node = stage.start({"run", "--paper", "--data", "data", "--listen",
                        "127.0.0.1:0", "--report", "r.json", "--verbose"},
                       environment);
    const auto line = node->wait_for_line("status at http://");
    ASSERT_TRUE(line) << node->output();
    const auto from = line->find("http://");
    status_ = line->substr(from, line->find("/api") - from);
  }

  /// The node's row of the venue in its status; null in its first second,
  /// before the broker has told anything.
  nlohmann::json row() const {
    const auto status
      = nlohmann::json::parse(fetch(status_, "/api/v1/status").body);
    for (const auto& x : status["venues"])
      if (x["venue"] == "coinbase")
        return x;
    return nullptr;
  }
  bool alive() const { return fetch(status_, "/healthz").status == 200; }

  /// Reads what the node says until `holds`. On a busy machine a fault hits
  /// more requests, and a breaker may have to open and close again.
  template <class Condition>
  bool until(Condition&& holds) {
    for (const auto end = clock::now() + 2 * process::long_enough;
         clock::now() < end; node->read_for(20ms))
      if (holds())
        return true;
    return false;
  }

  /// Some scanning later than now, as the exchange itself has it.
  bool goes_on() {
    const auto before = stage.stats()["accepted"].get<int>();
    return until(
      [&] { return stage.stats()["accepted"].get<int>() >= before + 10; });
  }

  /// Whether the exchange has seen so many requests, the last ones perhaps
  /// still on their way when the node has gone.
  bool arrived(std::uint64_t requests) {
    return until([&] { return stage.stats()["requests"] == requests; });
  }

  /// @returns how many requests the node says it has made.
  std::uint64_t stop_node() {
    node->send_signal(SIGTERM);
    EXPECT_EQ(node->wait_for_end(), 0) << node->output();
    std::ifstream file{stage.directory() / "r.json"};
    return row_of(nlohmann::json::parse(file),
                  "coinbase")["health"]["requests"];
  }

  const scene stage;
  std::unique_ptr<process> node;

private:
  static constexpr auto variable = "BALLAST_COINBASE_REST_URL";
  std::string rest_;
  std::string status_;

public:
  fault_proxy proxy;
};

TEST(Proxy, FaultE9_DropsASlowBodyAtTheTotalDeadlineAndGoesOn) {
  detour where;
  ASSERT_NO_FATAL_FAILURE(where.start_node());
  ASSERT_TRUE(where.node->wait_for_line("Cycle #2")) << where.node->output();
  proxy_faults faults;
  faults.slow = {1, 1};
  const auto begin = clock::now();
  where.proxy.set(faults);
  ASSERT_TRUE(where.until([&] { return where.proxy.counts().slow > 0; }));
  where.proxy.set({});
  EXPECT_TRUE(where.alive()) << "a slow body holds up more than itself";
  ASSERT_TRUE(where.until([&] {
    return where.row()["health"]["timeouts"] == where.proxy.counts().slow;
  }))
    << where.row() << where.proxy.counts().slow;
  EXPECT_GE(clock::now() - begin, 10s) << "not the total deadline";
  EXPECT_TRUE(where.goes_on()) << where.node->output();
  EXPECT_TRUE(where.until([&] { return where.row()["state"] == "connected"; }))
    << where.row();
  const auto made = where.stop_node();
  EXPECT_EQ(where.proxy.counts().requests, made);
  EXPECT_TRUE(where.arrived(made)) << where.stage.stats();
  EXPECT_EQ(where.stage.stats()["rate_limited"], 0);
}

TEST(Proxy, FaultE10_CallsATruncatedAnswerAnErrorAndGoesOn) {
  detour where;
  ASSERT_NO_FATAL_FAILURE(where.start_node());
  ASSERT_TRUE(where.node->wait_for_line("Cycle #2")) << where.node->output();
  proxy_faults faults;
  faults.truncate = 1;
  where.proxy.set(faults);
  ASSERT_TRUE(where.until([&] { return where.proxy.counts().truncate > 0; }));
  where.proxy.set({});
  EXPECT_TRUE(where.goes_on()) << where.node->output();
  EXPECT_TRUE(where.until([&] {
    return where.row()["health"]["errors"] == where.proxy.counts().truncate;
  }))
    << where.row() << where.proxy.counts().truncate;
  EXPECT_EQ(where.row()["health"]["top_error"], "malformed") << where.row();
  EXPECT_TRUE(where.until([&] { return where.row()["state"] == "connected"; }))
    << where.row();
  const auto made = where.stop_node();
  EXPECT_EQ(where.proxy.counts().requests, made)
    << "something was sent again behind the broker's back";
  EXPECT_TRUE(where.arrived(made)) << where.stage.stats();
  EXPECT_EQ(where.stage.stats()["rate_limited"], 0);
}

TEST(Proxy, FaultE12_SendsNothingWhenTheHandshakeIsReset) {
  detour where{{"--tls"}};
  proxy_faults faults;
  faults.strikes = proxy_faults::target::handshakes;
  faults.reset = 1;
  where.proxy.set(faults);
  ASSERT_NO_FATAL_FAILURE(where.start_node());
  // Twice, each way once: four errors in a row would open the breaker.
  ASSERT_TRUE(where.node->wait_for_line("not connected"))
    << where.node->output();
  EXPECT_GT(where.proxy.counts().reset, 0U);
  std::swap(faults.reset, faults.reset_before);
  where.proxy.set(faults);
  ASSERT_TRUE(
    where.until([&] { return where.proxy.counts().reset_before > 0; }));
  ASSERT_TRUE(where.node->wait_for_line("not connected"))
    << where.node->output();
  EXPECT_EQ(where.proxy.counts().requests, 0U);
  EXPECT_EQ(where.stage.stats()["requests"], 0);

  where.proxy.set({});
  EXPECT_TRUE(where.goes_on()) << where.node->output();
  EXPECT_TRUE(where.until([&] { return where.row()["state"] == "connected"; }))
    << where.row();
  where.stop_node();
  const auto counts = where.proxy.counts();
  EXPECT_EQ(counts.plain, 0U) << "fell back to plain text";
  EXPECT_GT(counts.tls, 0U);
  EXPECT_TRUE(where.arrived(counts.requests)) << where.stage.stats();
  EXPECT_EQ(where.stage.stats()["bad_signature"], 0);
}

TEST(Proxy, FaultE12_CallsAResetWithinTlsAnErrorAndSendsNothingAgain) {
  detour where{{"--tls"}};
  ASSERT_NO_FATAL_FAILURE(where.start_node());
  ASSERT_TRUE(where.node->wait_for_line("Cycle #2")) << where.node->output();
  proxy_faults faults;
  faults.reset = 1;
  where.proxy.set(faults);
  ASSERT_TRUE(where.until([&] { return where.proxy.counts().reset > 0; }));
  where.proxy.set({});
  EXPECT_TRUE(where.goes_on()) << where.node->output();
  std::swap(faults.reset, faults.reset_before);
  where.proxy.set(faults);
  ASSERT_TRUE(
    where.until([&] { return where.proxy.counts().reset_before > 0; }));
  where.proxy.set({});
  EXPECT_TRUE(where.goes_on()) << where.node->output();
  const auto broken = [&] {
    const auto counts = where.proxy.counts();
    return counts.reset + counts.reset_before;
  };
  EXPECT_TRUE(
    where.until([&] { return where.row()["health"]["errors"] == broken(); }))
    << where.row() << broken();
  const auto made = where.stop_node();
  const auto counts = where.proxy.counts();
  EXPECT_EQ(counts.plain, 0U) << "fell back to plain text";
  EXPECT_EQ(counts.requests, made)
    << "something was sent again behind the broker's back";
  EXPECT_TRUE(where.arrived(made - counts.reset_before)) << where.stage.stats();
  EXPECT_EQ(where.stage.stats()["rate_limited"], 0);
}

TEST(Proxy, ScansThroughJitterWithoutOne429) {
  detour where;
  proxy_faults faults;
  faults.jitter = {1, 100ms};
  where.proxy.set(faults);
  ASSERT_NO_FATAL_FAILURE(where.start_node());
  ASSERT_TRUE(where.node->wait_for_line("Cycle #2")) << where.node->output();
  const auto begin = clock::now();
  const auto before = where.stage.stats()["accepted"].get<int>();
  where.node->read_for(8s);
  const std::chrono::duration<double> took = clock::now() - begin;
  const auto after = where.stage.stats()["accepted"].get<int>();
  const auto row = where.row();
  const auto made = where.stop_node();
  EXPECT_EQ(row["state"], "connected") << row;
  // Two ways of 100 ms in the mean, of which the median is a little less.
  EXPECT_GE(row["health"]["p50_ms"], 120) << row;
  EXPECT_EQ(row["health"]["rate_limited"], 0) << row;
  // Ten a second are permitted.
  EXPECT_GE(after - before, 0.8 * 10 * took.count()) << row;
  const auto counts = where.proxy.counts();
  EXPECT_GE(counts.jitter, 2U * static_cast<unsigned>(after));
  EXPECT_EQ(counts.requests, made);
  EXPECT_TRUE(where.arrived(made)) << where.stage.stats();
  const auto stats = where.stage.stats();
  EXPECT_EQ(stats["rate_limited"], 0) << stats;
  EXPECT_EQ(stats["over_limit"], 0) << stats;
}

} // namespace

} // namespace ballast::test
