#include "sim/alpaca/assets.hpp"
#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::sim::alpaca {
namespace {

using json = nlohmann::json;

class AlpacaAssets : public simulated_alpaca {};

TEST_F(AlpacaAssets, HoldEveryStockOfTheRecordedList) {
  const auto list = get_json("/v2/assets?status=active&asset_class=us_equity");
  ASSERT_GE(list.size(), 7'182U);
  auto ids = std::set<std::string>{};
  for (const auto& x : list) {
    ids.insert(x["id"].get<std::string>());
    ASSERT_EQ(x["class"], "us_equity");
    ASSERT_EQ(x["tradable"], true);
    ASSERT_FALSE(x.contains("min_order_size"));
  }
  EXPECT_EQ(ids.size(), list.size());
}

TEST_F(AlpacaAssets, HoldEveryPairWithItsIncrements) {
  const auto list = get_json("/v2/assets?status=active&asset_class=crypto");
  ASSERT_EQ(list.size(), 60U);
  for (const auto& x : list)
    for (const auto* name :
         {"min_order_size", "min_trade_increment", "price_increment"})
      ASSERT_GT(std::stod(x[name].get<std::string>()), 0) << x.dump();
}

TEST_F(AlpacaAssets, AreStocksUnlessAskedOtherwise) {
  EXPECT_EQ(get_json("/v2/assets")[0]["class"], "us_equity");
  EXPECT_EQ(get_json("/v2/assets?status=inactive"), json::array());
  EXPECT_EQ(get_json("/v2/assets?exchange=ARCA").size(), 10U);
}

TEST_F(AlpacaAssets, AreFoundByEachOfTheirNames) {
  const auto pair = json::parse(
    R"({"id":"276e2673-764b-4ab6-a611-caf665ca6340","class":"crypto",
        "exchange":"CRYPTO","symbol":"BTC/USD","name":"BTC / USD",
        "status":"active","tradable":true,"marginable":false,
        "maintenance_margin_requirement":100,"shortable":false,
        "easy_to_borrow":false,"fractionable":true,"attributes":[],
        "min_order_size":"0.000028257","min_trade_increment":"0.000000001",
        "price_increment":"1"})");
  for (const auto* name : {"BTC%2FUSD", "BTC/USD", "BTCUSD",
                           "276e2673-764b-4ab6-a611-caf665ca6340"})
    EXPECT_EQ(get_json(std::string{"/v2/assets/"} + name), pair) << name;
  EXPECT_EQ(get_json("/v2/assets/AAPL")["exchange"], "NASDAQ");
}

TEST_F(AlpacaAssets, ThatAreNotThereAreNotFound) {
  const auto reply = get("/v2/assets/NOTTHERE");
  EXPECT_EQ(reply.status, 404U);
  EXPECT_EQ(reply.body,
            R"({"code":40410000,"message":"asset not found for NOTTHERE"})");
}

TEST_F(AlpacaAssets, VanishWhereTheFaultSaysSo) {
  set_faults(R"([{"kind":"delist","match":"DOGE/"}])");
  EXPECT_EQ(get_json("/v2/assets?asset_class=crypto").size(), 57U);
  EXPECT_EQ(get("/v2/assets/DOGEUSD").status, 404U);
  EXPECT_EQ(get_json("/v1beta3/crypto/us/snapshots?symbols=DOGE/USD"),
            json::parse(R"({"snapshots":{}})"));
}

TEST(AlpacaLife, FollowsTheListAndTheOtherVenues) {
  const auto apple = life_of(*find_asset("AAPL"), 1);
  EXPECT_EQ(apple.price, 30'935);
  const auto bitcoin = life_of(*find_asset("BTC/USD"), 1);
  EXPECT_EQ(bitcoin.price, 6'800'000);
  for (const auto& x : all_assets())
    ASSERT_GE(life_of(x, 1).price, 2) << x.symbol;
}

} // namespace
} // namespace ballast::sim::alpaca
