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
  EXPECT_EQ(ask("/v2/accounts").content.status, 404U);
}

} // namespace
} // namespace ballast::sim
