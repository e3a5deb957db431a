#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using json = nlohmann::json;

class AlpacaAccount : public simulated_alpaca {
protected:
  AlpacaAccount()
      : simulated_alpaca{
        {.balances = {"2500.5", {{"AAPL", "3"}, {"BTC/USD", "0.25"}}}}} {}
};

TEST_F(AlpacaAccount, HasWhatItWasGiven) {
  const auto account = get_json("/v2/account");
  EXPECT_EQ(account["status"], "ACTIVE");
  EXPECT_EQ(account["currency"], "USD");
  EXPECT_EQ(account["cash"], "2500.5");
  EXPECT_EQ(account["buying_power"], "2500.5");
  EXPECT_EQ(account["trading_blocked"], false);
  EXPECT_EQ(account["trade_suspended_by_user"], false);
  // Members of the old day trading rule were removed in July 2026.
  EXPECT_FALSE(account.contains("pattern_day_trader"));
  auto worth = 2'500.5;
  for (const auto& x : get_json("/v2/positions"))
    worth += std::stod(x["market_value"].get<std::string>());
  EXPECT_NEAR(std::stod(account["equity"].get<std::string>()), worth, 0.02);
}

TEST_F(AlpacaAccount, NamesCoinsWithoutTheSlash) {
  const auto positions = get_json("/v2/positions");
  ASSERT_EQ(positions.size(), 2U);
  EXPECT_EQ(positions[0]["symbol"], "AAPL");
  EXPECT_EQ(positions[0]["asset_class"], "us_equity");
  EXPECT_EQ(positions[0]["qty"], "3");
  EXPECT_EQ(positions[1]["symbol"], "BTCUSD");
  EXPECT_EQ(positions[1]["qty_available"], "0.25");
  for (const auto* name : {"BTCUSD", "BTC%2FUSD"})
    EXPECT_EQ(get_json(std::string{"/v2/positions/"} + name), positions[1]);
  EXPECT_EQ(get("/v2/positions/MSFT").status, 404U);
}

TEST_F(AlpacaAccount, HasSoManyDollarsAndNothingElseWhenToldSo) {
  set_faults(R"([{"kind":"low_balance","value":"0.99"}])");
  EXPECT_EQ(get_json("/v2/account")["cash"], "0.99");
  EXPECT_EQ(get_json("/v2/account")["equity"], "0.99");
  EXPECT_EQ(get_json("/v2/positions"), json::array());
}

TEST_F(AlpacaAccount, ThatMayOnlyLookIsSuspended) {
  set_faults(R"([{"kind":"view_only","match":"MASTER"}])");
  EXPECT_EQ(get_json("/v2/account")["trade_suspended_by_user"], true);
  EXPECT_EQ(get_json("/v2/account/configurations")["suspend_trade"], true);
}

class AlpacaFaults : public simulated_alpaca {};

TEST_F(AlpacaFaults, HaveTheWordsOfEachHalf) {
  const auto data = "/v2/stocks/bars?symbols=AAPL";
  set_faults(R"([{"kind":"throttle"}])");
  EXPECT_EQ(get("/v2/clock").body,
            R"({"code":42910000,"message":"rate limit exceeded"})");
  EXPECT_EQ(get(data).body, R"({"message":"too many requests."})");
  EXPECT_EQ(get(data).status, 429U);
  set_faults(R"([{"kind":"unauthorised"}])");
  EXPECT_EQ(get("/v2/clock").status, 401U);
  EXPECT_EQ(get(data).status, 403U);
  set_faults(R"([{"kind":"server_error","value":"503"}])");
  EXPECT_EQ(get("/v2/clock").status, 503U);
  set_faults(R"([{"kind":"maintenance"}])");
  EXPECT_EQ(get("/v2/clock").status, 503U);
  EXPECT_EQ(get("/v2/clock").body, "");
}

} // namespace
} // namespace ballast::sim
