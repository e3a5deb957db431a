#include "tests/sim/kraken/simulated_kraken.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;
using json = nlohmann::json;

class KrakenTicker : public simulated_kraken {
protected:
  json one(const std::string& name) {
    const auto result = get_result("/0/public/Ticker?pair=" + name);
    EXPECT_EQ(result.size(), 1U);
    return result.front();
  }
};

double number(const json& x) { return std::stod(x.get<std::string>()); }

TEST_F(KrakenTicker, TellsOfAllPairsInOneCall) {
  const auto tickers = get_result("/0/public/Ticker");
  const auto pairs = get_result("/0/public/AssetPairs");
  ASSERT_EQ(tickers.size(), pairs.size());
  for (const auto& [id, x] : tickers.items()) {
    ASSERT_TRUE(pairs.contains(id)) << id;
    ASSERT_EQ(x.size(), 9U) << id;
    ASSERT_GT(number(x["c"][0]), 0) << id;
  }
}

TEST_F(KrakenTicker, HasTheMembersAndDigitsOfTheRecord) {
  const auto result
    = get_result<nlohmann::ordered_json>("/0/public/Ticker?pair=XBTUSD");
  const auto& x = result.front();
  auto names = std::string{};
  for (const auto& [name, value] : x.items())
    names += name;
  EXPECT_EQ(names, "abcvptlho");
  const auto places = [](const auto& text) {
    const auto digits = text.template get<std::string>();
    return digits.size() - digits.find('.') - 1;
  };
  EXPECT_EQ(places(x["a"][0]), 5U);
  EXPECT_EQ(x["a"][1], "1");
  EXPECT_EQ(x["a"][2], "1.000");
  EXPECT_EQ(places(x["c"][1]), 8U);
  EXPECT_EQ(places(x["v"][0]), 8U);
  EXPECT_TRUE(x["t"][0].is_number_integer());
  EXPECT_TRUE(x["o"].is_string());
}

TEST_F(KrakenTicker, AgreesWithItself) {
  for (const auto* name :
       {"XBTUSD", "XDGUSD", "ETHXBT", "USDTZUSD", "XBTJPY"}) {
    const auto x = one(name);
    EXPECT_LT(number(x["b"][0]), number(x["a"][0])) << name;
    for (auto i = std::size_t{0}; i < 2; ++i) {
      EXPECT_LE(number(x["l"][i]), number(x["p"][i])) << name;
      EXPECT_LE(number(x["p"][i]), number(x["h"][i])) << name;
    }
    EXPECT_LE(number(x["l"][1]), number(x["l"][0])) << name;
    EXPECT_GE(number(x["h"][1]), number(x["h"][0])) << name;
    EXPECT_LE(number(x["l"][0]), number(x["c"][0])) << name;
    EXPECT_GE(number(x["h"][0]), number(x["c"][0])) << name;
    EXPECT_LE(number(x["v"][0]), number(x["v"][1])) << name;
    EXPECT_LE(x["t"][0].get<int>(), x["t"][1].get<int>()) << name;
  }
}

TEST_F(KrakenTicker, MovesWithTime) {
  const auto before = one("XBTUSD");
  pass(1h);
  EXPECT_NE(one("XBTUSD")["c"], before["c"]);
}

TEST_F(KrakenTicker, BeginsItsDayAtMidnight) {
  now.wall = unix_time{std::chrono::seconds{20'718LL * 86'400 - 2}};
  const auto evening = one("XBTUSD");
  pass(12s);
  const auto morning = one("XBTUSD");
  EXPECT_LT(morning["t"][0].get<int>(), evening["t"][0].get<int>() / 100);
  EXPECT_EQ(morning["t"][1].get<int>() > morning["t"][0].get<int>(), true);
}

TEST_F(KrakenTicker, HasThePriceOfTheRunningCandle) {
  const auto price = one("XBTUSD")["c"][0];
  now.steady += 1s;
  const auto rows
    = get_result("/0/public/OHLC?pair=XBTUSD&interval=1440")["XXBTZUSD"];
  EXPECT_NEAR(number(price), number(rows.back()[4]), number(price) * 0.001);
}

TEST_F(KrakenTicker, IsRefusedAsAWholeWhenOnePairIsUnknown) {
  EXPECT_EQ(error_of("/0/public/Ticker?pair=XBTUSD,NOPE"),
            "EQuery:Unknown asset pair");
}

} // namespace
} // namespace ballast::sim
