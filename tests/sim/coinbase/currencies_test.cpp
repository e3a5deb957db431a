#include "tests/sim/coinbase/simulated_coinbase.hpp"

namespace ballast::sim {
namespace {

class OlderCoinbase : public simulated_coinbase {};

TEST_F(OlderCoinbase, ListsCurrenciesOfStatesAndCoinsApart) {
  const auto states = nlohmann::json::parse(ask("/v2/currencies").content.body);
  EXPECT_EQ(states["data"].back()["id"], "USD");
  const auto coins
    = nlohmann::json::parse(ask("/v2/currencies/crypto").content.body);
  EXPECT_GT(coins["data"].size(), 200U);
  for (const auto& x : coins["data"])
    ASSERT_NE(x["code"], "USD");
}

TEST_F(OlderCoinbase, TellsTheTimeAndNothingElse) {
  const auto time = nlohmann::json::parse(ask("/v2/time").content.body);
  EXPECT_TRUE(time["data"]["epoch"].is_number_integer());
  EXPECT_EQ(ask("/v2/prices").content.status, 404U);
}

// Clients price accounts by these, and read more currencies from them.
TEST_F(OlderCoinbase, SaysWhatACurrencyIsWorthInAllOthers) {
  const auto dollar = get_json("/v2/exchange-rates")["data"];
  EXPECT_EQ(dollar["currency"], "USD");
  EXPECT_EQ(dollar["rates"]["USD"], "1.0");
  const auto bitcoin = get_json("/v2/exchange-rates?currency=BTC")["data"];
  const auto number
    = [](const nlohmann::json& x) { return std::stod(x.get<std::string>()); };
  const auto there = number(dollar["rates"]["BTC"]);
  const auto back = number(bitcoin["rates"]["USD"]);
  EXPECT_GT(back, 1'000);
  EXPECT_NEAR(there * back, 1, 0.01);
  EXPECT_EQ(get("/v2/exchange-rates?currency=NONE").status, 400U);
}

} // namespace
} // namespace ballast::sim
