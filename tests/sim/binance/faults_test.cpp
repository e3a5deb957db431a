#include "sim/memory_transport.hpp"
#include "tests/sim/binance/simulated_binance.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto path = "/api/v3/time";

struct worded_fault {
  const char* kind;
  const char* error;
};
class BinanceFault : public simulated_binance,
                     public testing::WithParamInterface<worded_fault> {};

TEST_P(BinanceFault, SpeaksInTheVenuesWordsAndIsCounted) {
  set_faults(std::string{R"([{"kind":")"} + GetParam().kind + "\"}]");
  EXPECT_EQ(error_of(get(path)), GetParam().error);
  EXPECT_EQ(fired(GetParam().kind), 1U);
  EXPECT_EQ(venue->stats().over_limit, 0U);
}

INSTANTIATE_TEST_SUITE_P(
  Kinds, BinanceFault,
  testing::Values(worded_fault{"throttle", "429 -1003"},
                  worded_fault{"retry_after", "429 -1003"},
                  worded_fault{"ban", "418 -1003"},
                  worded_fault{"server_error", "500 -1000"},
                  worded_fault{"error_200", "200 -1000"},
                  worded_fault{"unauthorised", "401 -1002"},
                  worded_fault{"permission_denied", "401 -2015"},
                  worded_fault{"maintenance", "503 1"},
                  worded_fault{"invalid_nonce", "400 -1021"}));

class BinanceFaults : public simulated_binance {};

TEST_F(BinanceFaults, ThatBanSayUntilWhenTwice) {
  set_faults(R"([{"kind":"ban","value":"300"}])");
  const auto reply = get(path);
  EXPECT_EQ(header_of(reply, "retry-after"), "300");
  EXPECT_NE(message_of(reply).find("IP banned until 1790000317250."),
            std::string::npos)
    << reply.body;
  EXPECT_EQ(venue->stats().banned, 1U);
}

TEST_F(BinanceFaults, FaultE20_MaintenanceIsTheStatusThatOneCanStillAsk) {
  const auto status = std::string{"/sapi/v1/system/status"};
  EXPECT_EQ(get_json(status), json({{"status", 0}, {"msg", "normal"}}));
  set_faults(R"([{"kind":"maintenance","for":"1m"}])");
  EXPECT_EQ(get_json(status),
            json({{"status", 1}, {"msg", "system maintenance"}}));
  const auto down = get(path);
  EXPECT_EQ(message_of(down), "System is under maintenance.");
  pass(1min);
  EXPECT_EQ(get_json(status)["status"], 0);
}

/// The whole way of a call, as a node in virtual time goes it.
TEST_F(BinanceFaults, AreMetOverTheTransportInMemory) {
  auto options = memory_transport::options{};
  options.now = [&] { return now.steady; };
  options.calendar = [&](time_point x) {
    return now.wall
           + std::chrono::floor<std::chrono::milliseconds>(x - now.steady);
  };
  memory_transport wire{options};
  const auto shared = std::shared_ptr<exchange>{std::move(venue)};
  wire.connect("https://api.binance.com", shared);
  shared->set_faults(*parse_faults(R"([{"kind":"slow","value":"2s"}])"), now);
  auto answers = std::vector<std::string>{};
  wire.send({"GET", "https://api.binance.com", path, {}, {}}, {},
            [&](const net::outcome& x) {
              answers.push_back(std::get<net::reply>(x).body);
            });
  wire.run_due(now.steady + 2s);
  EXPECT_TRUE(answers.empty());
  wire.run_due(now.steady + 3s);
  ASSERT_EQ(answers.size(), 1U);
  // Asked after the 10 ms that a call is on its way.
  EXPECT_EQ(answers[0], R"({"serverTime":1790000017260})");
}

} // namespace
} // namespace ballast::sim
