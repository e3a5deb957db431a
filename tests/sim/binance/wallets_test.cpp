#include "tests/sim/binance/simulated_binance.hpp"

namespace ballast::sim {
namespace {

class BinanceWallets : public simulated_binance {
protected:
  BinanceWallets()
      : simulated_binance{
        {.balances = {{"BTC", "0.1"}, {"ETH", "0"}, {"USDT", "12.5"}}}} {}
  json restrictions() {
    return body_of(signed_get("/sapi/v1/account/apiRestrictions"));
  }
};

class BinanceKeyThat : public BinanceWallets {};

TEST_F(BinanceWallets, TellWhatIsFreeAndWhatIsLocked) {
  const auto body
    = body_of(signed_get("/api/v3/account", "omitZeroBalances=true"));
  EXPECT_EQ(body["balances"], json::array({{{"asset", "BTC"},
                                            {"free", "0.10000000"},
                                            {"locked", "0.00000000"}},
                                           {{"asset", "USDT"},
                                            {"free", "12.50000000"},
                                            {"locked", "0.00000000"}}}));
  EXPECT_EQ(body["accountType"], "SPOT");
  EXPECT_EQ(body["permissions"], json::array({"SPOT"}));
  EXPECT_EQ(body["commissionRates"]["maker"], "0.00100000");
  EXPECT_EQ(body["canTrade"], true);
}

TEST_F(BinanceWallets, TellOfEveryAssetUnlessZerosAreToBeLeftOut) {
  const auto body = body_of(signed_get("/api/v3/account"));
  EXPECT_GT(body["balances"].size(), 300U);
  EXPECT_EQ(body["balances"][0]["asset"], "1000SATS");
  EXPECT_EQ(body["balances"][0]["free"], "0.00000000");
}

TEST_F(BinanceWallets, HoldSoManyDollarsAndNothingElseWhenToldSo) {
  set_faults(R"([{"kind":"low_balance","value":"0.99"}])");
  const auto body
    = body_of(signed_get("/api/v3/account", "omitZeroBalances=true"));
  ASSERT_EQ(body["balances"].size(), 1U);
  EXPECT_EQ(body["balances"][0]["asset"], "USDT");
  EXPECT_EQ(body["balances"][0]["free"], "0.99000000");
}

TEST_F(BinanceKeyThat, IsGoodMayTradeAndNotWithdraw) {
  const auto x = restrictions();
  EXPECT_EQ(x["enableReading"], true);
  EXPECT_EQ(x["enableSpotAndMarginTrading"], true);
  EXPECT_EQ(x["enableWithdrawals"], false);
}

TEST_F(BinanceKeyThat, CanWithdrawSaysSo) {
  set_faults(R"([{"kind":"can_withdraw","match":"MASTER"}])");
  EXPECT_EQ(restrictions()["enableWithdrawals"], true);
  set_faults(R"([{"kind":"can_withdraw","match":"USER_1"}])");
  EXPECT_EQ(restrictions()["enableWithdrawals"], false);
}

TEST_F(BinanceKeyThat, IsViewOnlySaysSoAndMayNotOrder) {
  set_faults(R"([{"kind":"view_only"}])");
  EXPECT_EQ(restrictions()["enableSpotAndMarginTrading"], false);
  EXPECT_EQ(signed_get("/api/v3/account").status, 200U);
  EXPECT_EQ(error_of(call("POST", "/api/v3/order", "symbol=BTCUSDT")),
            "401 -2015");
}

TEST_F(BinanceWallets, TellTheFeesOfOneSymbolOrOfAll) {
  const auto one
    = body_of(signed_get("/api/v3/account/commission", "symbol=BTCUSDT"));
  EXPECT_EQ(one["standardCommission"]["taker"], "0.00100000");
  EXPECT_EQ(one["taxCommission"]["seller"], "0.00000000");
  EXPECT_EQ(body_of(signed_get("/sapi/v1/asset/tradeFee", "symbol=BTCUSDT")),
            json::array({{{"symbol", "BTCUSDT"},
                          {"makerCommission", "0.001"},
                          {"takerCommission", "0.001"}}}));
  EXPECT_EQ(body_of(signed_get("/sapi/v1/asset/tradeFee")).size(), 1'248U);
  EXPECT_EQ(error_of(signed_get("/api/v3/account/commission")), "400 -1102");
  EXPECT_EQ(error_of(signed_get("/api/v3/account/commission", "symbol=NOPE")),
            "400 -1121");
}

TEST_F(BinanceWallets, TellOfCoinsWithWhatIsThere) {
  const auto coins = body_of(signed_get("/sapi/v1/capital/config/getall"));
  EXPECT_GT(coins.size(), 300U);
  for (const auto& x : coins)
    if (x["coin"] == "BTC") {
      EXPECT_EQ(x["free"], "0.1");
    }
}

TEST_F(BinanceKeyThat, CallsWhatIsNotThereIsToldSo) {
  EXPECT_EQ(get("/api/v3/nonsense").status, 404U);
  EXPECT_EQ(ask("/api/v3/time", {}, "POST").content.status, 404U);
  EXPECT_EQ(get("/").status, 404U);
}

} // namespace
} // namespace ballast::sim
