#include "sim/okx/signature_gate.hpp"
#include "tests/sim/okx/simulated_okx.hpp"

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class OkxSignature : public simulated_okx {
protected:
  /// GET account/config with one header changed.
  std::string with(const std::string& name, const std::string& value) {
    pass(1s);
    auto headers = signed_for(master, "GET", "account/config", "");
    for (auto& x : headers)
      if (x.name == name)
        x.value = value;
    return error_of(ask("account/config", headers));
  }
  std::string signed_at(duration later) {
    pass(1s);
    return error_of(
      ask("account/config",
          signed_for(master, "GET", "account/config", "", later)));
  }
};
class OkxAccount : public simulated_okx {};

/// Published by NautilusTrader and recomputed: vectors/okx/auth.json.
TEST(OkxHmac, AgreesWithThePublishedVector) {
  EXPECT_EQ(okx::signature_of(
              "chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO",
              "2020-12-08T09:08:57.715Z", "GET", "/api/v5/account/balance", ""),
            "PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=");
}

TEST_F(OkxSignature, CoversThePathWithItsQuery) {
  EXPECT_EQ(error_of(signed_get("account/balance?ccy=BTC,USDT")), "200 0");
  EXPECT_EQ(error_of(ask("account/balance?ccy=BTC",
                         signed_for(master, "GET", "account/balance", ""))),
            "401 50113");
}

TEST_F(OkxSignature, NeedsItsFourHeadersAndEachHasItsCode) {
  EXPECT_EQ(with("OK-ACCESS-KEY", ""), "401 50103");
  EXPECT_EQ(with("OK-ACCESS-SIGN", ""), "401 50106");
  EXPECT_EQ(with("OK-ACCESS-TIMESTAMP", ""), "401 50107");
  EXPECT_EQ(with("OK-ACCESS-PASSPHRASE", ""), "401 50104");
  EXPECT_EQ(with("none", ""), "200 0");
}

TEST_F(OkxSignature, IsRefusedForWhatIsWrongWithIt) {
  EXPECT_EQ(with("OK-ACCESS-KEY", "nonsense"), "401 50111");
  EXPECT_EQ(with("OK-ACCESS-KEY", "985d5b66-57ce-40fb-b714-afc0b9787083"),
            "200 50119");
  EXPECT_EQ(with("OK-ACCESS-PASSPHRASE", "wrong"), "401 50105");
  EXPECT_EQ(with("OK-ACCESS-SIGN", "AAAA"), "401 50113");
  for (const auto* wrong :
       {"1790000017", "2026-09-21T14:13:37Z", "2026-09-21 14:13:37.250Z",
        "2026-02-30T14:13:37.250Z", "2026-09-21T25:13:37.250Z"})
    EXPECT_EQ(with("OK-ACCESS-TIMESTAMP", wrong), "401 50112") << wrong;
  EXPECT_EQ(venue->stats().bad_signature, 9U);
}

TEST_F(OkxSignature, LivesForThirtySecondsEitherWay) {
  EXPECT_EQ(signed_at(30s), "200 0");
  EXPECT_EQ(signed_at(-30s), "200 0");
  EXPECT_EQ(signed_at(30'001ms), "401 50102");
  EXPECT_EQ(signed_at(-30'001ms), "401 50102");
}

TEST_F(OkxSignature, OfADemoCallIsNotForHere) {
  auto headers = signed_for(master, "GET", "account/config", "");
  headers.push_back({"x-simulated-trading", "1"});
  EXPECT_EQ(error_of(ask("account/config", headers)), "401 50101");
}

TEST_F(OkxAccount, TellsBalancesAndLeavesOutWhatIsEmpty) {
  venue
    = *make_okx({.balances = {{"BTC", "0.1"}, {"ETH", "0"}, {"USDT", "12.5"}}});
  const auto data = data_of(signed_get("account/balance"))[0];
  ASSERT_EQ(data["details"].size(), 2U);
  EXPECT_EQ(data["details"][0]["ccy"], "BTC");
  EXPECT_EQ(data["details"][1]["availBal"], "12.5");
  EXPECT_EQ(data["details"][1]["frozenBal"], "0");
  EXPECT_EQ(data["totalEq"], "12.5");
  EXPECT_EQ(data_of(signed_get("account/balance?ccy=BTC"))[0]["details"].size(),
            1U);
}

TEST_F(OkxAccount, HoldsSoManyDollarsAndNothingElseWhenToldSo) {
  set_faults(R"([{"kind":"low_balance","value":"0.99"}])");
  const auto details = data_of(signed_get("account/balance"))[0]["details"];
  ASSERT_EQ(details.size(), 1U);
  EXPECT_EQ(details[0]["ccy"], "USDT");
  EXPECT_EQ(details[0]["availBal"], "0.99");
}

TEST_F(OkxAccount, TellsWhatItsKeyMayDo) {
  const auto permissions
    = [&] { return data_of(signed_get("account/config"))[0]["perm"]; };
  EXPECT_EQ(permissions(), "read_only,trade");
  set_faults(R"([{"kind":"can_withdraw"}])");
  EXPECT_EQ(permissions(), "read_only,withdraw,trade");
  set_faults(R"([{"kind":"view_only"}])");
  EXPECT_EQ(permissions(), "read_only");
}

TEST_F(OkxAccount, PaysFeesBelowZero) {
  const auto fees
    = data_of(signed_get("account/trade-fee?instType=SPOT&instId=BTC-USDT"))[0];
  ASSERT_EQ(fees["feeGroup"].size(), 1U);
  EXPECT_EQ(fees["feeGroup"][0]["maker"], "-0.0008");
  EXPECT_EQ(fees["feeGroup"][0]["taker"], "-0.001");
  EXPECT_EQ(error_of(signed_get("account/trade-fee")), "400 50014");
}

TEST_F(OkxAccount, KnowsItsInstrumentsAndCurrencies) {
  EXPECT_EQ(data_of(signed_get("account/instruments?instType=SPOT")).size(),
            1'218U);
  EXPECT_EQ(data_of(signed_get("asset/currencies?ccy=BTC")).size(), 1U);
  EXPECT_TRUE(data_of(signed_get("asset/balances")).empty());
}

TEST_F(OkxAccount, CallsWhatIsNotThereIsToldSo) {
  EXPECT_EQ(get("nonsense").status, 404U);
  EXPECT_EQ(get("/").status, 404U);
}

} // namespace
} // namespace ballast::sim
