#include "sim/memory_transport.hpp"
#include "tests/sim/okx/simulated_okx.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class OkxInstruments : public simulated_okx {};
class OkxTickers : public simulated_okx {};
class OkxBooks : public simulated_okx {};
class OkxTrades : public simulated_okx {};
class OkxFaults : public simulated_okx {};

TEST_F(OkxInstruments, AreListedAsRecorded) {
  const auto all = get_data("public/instruments?instType=SPOT");
  EXPECT_EQ(all.size(), 1'218U);
  const auto one
    = get_data("public/instruments?instType=SPOT&instId=BTC-USDT")[0];
  EXPECT_EQ(one["tickSz"], "0.1");
  EXPECT_EQ(one["lotSz"], "0.00000001");
  EXPECT_EQ(one["minSz"], "0.00001");
  EXPECT_EQ(one["instIdCode"], 3);
  EXPECT_EQ(one["state"], "live");
  EXPECT_EQ(one["tradeQuoteCcyList"], json::array({"USDT"}));
}

TEST_F(OkxInstruments, NeedATypeAndOfOthersAreNone) {
  EXPECT_EQ(error_of("public/instruments"), "400 50014");
  EXPECT_EQ(error_of("public/instruments?instType=COWS"), "400 51000");
  EXPECT_TRUE(get_data("public/instruments?instType=SWAP").empty());
  EXPECT_EQ(error_of("public/instruments?instType=SPOT&instId=btc-usdt"),
            "200 51001");
}

TEST_F(OkxInstruments, VanishOrTakeOnlyWhatAddsWhenToldSo) {
  set_faults(R"([{"kind":"delist","match":"BTC-USDT"},
                 {"kind":"post_only","match":"ETH-USDT"}])");
  EXPECT_EQ(get_data("public/instruments?instType=SPOT").size(), 1'217U);
  EXPECT_EQ(error_of("market/ticker?instId=BTC-USDT"), "200 51001");
  EXPECT_EQ(
    get_data("public/instruments?instType=SPOT&instId=ETH-USDT")[0]["state"],
    "post_only");
}

TEST_F(OkxTickers, OfAllAreOneCallAndAgreeWithTheSingleOne) {
  const auto all = get_data("market/tickers?instType=SPOT");
  ASSERT_EQ(all.size(), 1'218U);
  for (const auto& x : all)
    if (x["instId"] == "BTC-USDT") {
      EXPECT_EQ(x, data_of(ask("market/ticker?instId=BTC-USDT"))[0]);
      EXPECT_EQ(x.size(), 16U);
      EXPECT_LT(std::stod(x["bidPx"].get<std::string>()),
                std::stod(x["askPx"].get<std::string>()));
    }
}

TEST_F(OkxBooks, AreOneDeepUnlessAskedFor) {
  const auto one = get_data("market/books?instId=BTC-USDT")[0];
  ASSERT_EQ(one["asks"].size(), 1U);
  ASSERT_EQ(one["asks"][0].size(), 4U);
  EXPECT_EQ(one["asks"][0][2], "0");
  EXPECT_TRUE(one["seqId"].is_number_integer());
  EXPECT_EQ(get_data("market/books?instId=BTC-USDT&sz=400")[0]["bids"].size(),
            400U);
  EXPECT_EQ(error_of("market/books?instId=BTC-USDT&sz=401"), "400 51000");
  EXPECT_EQ(
    get_data("market/books-full?instId=BTC-USDT&sz=500")[0]["bids"][0].size(),
    3U);
}

TEST_F(OkxTrades, AreNewestFirst) {
  const auto all = get_data("market/trades?instId=BTC-USDT&limit=20");
  ASSERT_EQ(all.size(), 20U);
  for (auto i = std::size_t{1}; i < all.size(); ++i)
    EXPECT_GT(std::stoll(all[i - 1]["tradeId"].get<std::string>()),
              std::stoll(all[i]["tradeId"].get<std::string>()));
  EXPECT_EQ(error_of("market/trades?instId=BTC-USDT&limit=501"), "400 51000");
}

TEST_F(OkxTickers, HavePriceLimitsAroundThem) {
  const auto x = get_data("public/price-limit?instId=BTC-USDT")[0];
  EXPECT_LT(std::stod(x["sellLmt"].get<std::string>()),
            std::stod(x["buyLmt"].get<std::string>()));
}

struct worded_fault {
  const char* kind;
  const char* error;
};
class OkxFault : public simulated_okx,
                 public testing::WithParamInterface<worded_fault> {};

TEST_P(OkxFault, SpeaksInTheVenuesWords) {
  set_faults(std::string{R"([{"kind":")"} + GetParam().kind + "\"}]");
  EXPECT_EQ(error_of("public/time"), GetParam().error);
  EXPECT_EQ(venue->stats().faults.at(GetParam().kind), 1U);
}

INSTANTIATE_TEST_SUITE_P(
  Kinds, OkxFault,
  testing::Values(worded_fault{"throttle", "429 50011"},
                  worded_fault{"server_error", "500 50026"},
                  worded_fault{"error_200", "200 50026"},
                  worded_fault{"unauthorised", "401 50113"},
                  worded_fault{"permission_denied", "200 50120"},
                  worded_fault{"maintenance", "503 50001"},
                  worded_fault{"invalid_nonce", "401 50102"}));

TEST_F(OkxFaults, FaultE20_MaintenanceIsTheStatusThatOneCanStillAsk) {
  EXPECT_TRUE(get_data("system/status").empty());
  set_faults(R"([{"kind":"maintenance"}])");
  const auto window = get_data("system/status")[0];
  EXPECT_EQ(window["state"], "ongoing");
  EXPECT_EQ(window["serviceType"], "5");
  EXPECT_LT(window["begin"], window["end"]);
}

TEST_F(OkxFaults, ABanIsTheEdgesPageAndCounted) {
  set_faults(R"([{"kind":"ban"}])");
  EXPECT_EQ(get("public/time").status, 403U);
  EXPECT_EQ(venue->stats().banned, 1U);
}

/// The whole way of a call, as a node in virtual time goes it.
TEST_F(OkxFaults, AreMetOverTheTransportInMemory) {
  auto options = memory_transport::options{};
  options.now = [&] { return now.steady; };
  options.calendar = [&](time_point x) {
    return now.wall
           + std::chrono::floor<std::chrono::milliseconds>(x - now.steady);
  };
  memory_transport wire{options};
  wire.connect("https://www.okx.com",
               std::shared_ptr<exchange>{std::move(venue)});
  auto answers = std::vector<std::string>{};
  wire.send({"GET", "https://www.okx.com", "/api/v5/public/time", {}, {}}, {},
            [&](const net::outcome& x) {
              answers.push_back(std::get<net::reply>(x).body);
            });
  wire.run_due(now.steady + 1s);
  ASSERT_EQ(answers.size(), 1U);
  // Asked after the 10 ms that a call is on its way.
  EXPECT_EQ(answers[0],
            R"({"code":"0","msg":"","data":[{"ts":"1790000017260"}]})");
}

} // namespace
} // namespace ballast::sim
