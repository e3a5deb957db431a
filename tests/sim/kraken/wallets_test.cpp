#include "tests/sim/kraken/simulated_kraken.hpp"

namespace ballast::sim {
namespace {

using json = nlohmann::json;

class KrakenWallets : public simulated_kraken {
protected:
  KrakenWallets()
      : simulated_kraken{{.balances = {{"XXBT", "1.2435000000", "0.8423000000"},
                                       {"ZUSD", "25435.2100", "8249.7600"},
                                       {"USDT.F", "12.00000000"}}}} {}
};

class KrakenKeyThat : public simulated_kraken {};

TEST_F(KrakenWallets, TellTotalsByAsset) {
  EXPECT_EQ(post("Balance").body,
            R"({"error":[],"result":{"USDT.F":"12.0000000000",)"
            R"("XXBT":"1.2435000000","ZUSD":"25435.2100"}})");
}

TEST_F(KrakenWallets, TellWhatOrdersHoldInTheExtendedForm) {
  const auto result = result_of(post("BalanceEx"));
  ASSERT_EQ(result.size(), 3U);
  EXPECT_EQ(result["ZUSD"]["balance"], "25435.2100");
  EXPECT_EQ(result["ZUSD"]["hold_trade"], "8249.7600");
  EXPECT_EQ(result["ZUSD"]["credit"], "0.0000");
  EXPECT_EQ(result["ZUSD"]["credit_used"], "0.0000");
  EXPECT_EQ(result["USDT.F"]["hold_trade"], "0.0000000000");
}

TEST_F(KrakenKeyThat, AsksForItselfLearnsItsNonceAndPermissions) {
  post("Balance");
  const auto result = result_of(post("GetApiKeyInfo"));
  EXPECT_EQ(result["api_key"], master.key);
  EXPECT_EQ(result["nonce"], std::to_string(nonce));
  EXPECT_EQ(result["nonce_window"], "0");
  EXPECT_EQ(
    result["permissions"],
    json({"query-funds", "query-open-trades", "query-closed-trades",
          "modify-trades", "close-trades", "query-ledger", "create-ws-token"}));
}

TEST_F(KrakenKeyThat, MayNotQueryFundsIsDeniedBalancesAndNotItsOwnInfo) {
  venue = *make_kraken({.permissions = {"modify-trades", "withdraw-funds"}});
  EXPECT_EQ(error_of(post("Balance")), "EGeneral:Permission denied");
  EXPECT_EQ(error_of(post("BalanceEx")), "EGeneral:Permission denied");
  EXPECT_EQ(result_of(post("GetApiKeyInfo"))["permissions"],
            json({"modify-trades", "withdraw-funds"}));
}

TEST_F(KrakenKeyThat, IsViewOnlyLacksTheTwoRightsToTrade) {
  set_faults(R"([{"kind":"view_only"}])");
  EXPECT_EQ(result_of(post("GetApiKeyInfo"))["permissions"],
            json({"query-funds", "query-open-trades", "query-closed-trades",
                  "query-ledger", "create-ws-token"}));
  EXPECT_EQ(error_of(post("BalanceEx")), "");
  EXPECT_EQ(fired("view_only"), 2U);
}

TEST_F(KrakenKeyThat, CanWithdrawSaysSo) {
  set_faults(R"([{"kind":"can_withdraw","match":"MASTER"}])");
  EXPECT_EQ(result_of(post("GetApiKeyInfo"))["permissions"].back(),
            "withdraw-funds");
  set_faults(R"([{"kind":"can_withdraw","match":"USER_1"}])");
  EXPECT_EQ(result_of(post("GetApiKeyInfo"))["permissions"].size(), 7U);
}

TEST_F(KrakenWallets, HoldSoManyDollarsAndNothingElseWhenToldSo) {
  set_faults(R"([{"kind":"low_balance"}])");
  const auto result = result_of(post("BalanceEx"));
  ASSERT_EQ(result.size(), 3U);
  EXPECT_EQ(result["ZUSD"]["balance"], "0.50");
  EXPECT_EQ(result["ZUSD"]["hold_trade"], "0.0000");
  EXPECT_EQ(result["XXBT"]["balance"], "0.0000");
  set_faults(R"([{"kind":"low_balance","value":"0.99"}])");
  EXPECT_EQ(result_of(post("Balance"))["ZUSD"], "0.99");
}

TEST_F(KrakenKeyThat, CallsWhatIsNotThereIsToldSo) {
  EXPECT_EQ(error_of(post("Nonsense")), "EGeneral:Unknown method");
  EXPECT_EQ(error_of("/0/public/Balance"), "EGeneral:Unknown method");
  EXPECT_EQ(error_of("/0/public/"), "EGeneral:Unknown method");
  EXPECT_EQ(error_of("/"), "EGeneral:Unknown method");
  pass(std::chrono::seconds{1});
  EXPECT_EQ(error_of(ask("/0/public/Time", {}, "DELETE").content),
            "EGeneral:Unknown method");
}

TEST_F(KrakenKeyThat, ComesWithGetIsToldSo) {
  const auto path = std::string{"/0/private/Balance"};
  const auto body = std::string{"nonce=5"};
  EXPECT_EQ(error_of(ask(path,
                         {{"API-Key", master.key},
                          {"API-Sign",
                           sign_kraken_call(master.secret, path, "5", body)}},
                         "GET", body)
                       .content),
            "EGeneral:Unknown method");
}

} // namespace
} // namespace ballast::sim
