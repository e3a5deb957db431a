#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

class AlpacaGate : public simulated_alpaca {
protected:
  AlpacaGate() : simulated_alpaca{{.accounts = 2}} {}

  std::vector<net::header> with(const std::string& key,
                                const std::string& secret) const {
    return {{"apca-api-key-id", key}, {"apca-api-secret-key", secret}};
  }
};

TEST_F(AlpacaGate, LetsKeysInWhateverTheCaseOfTheirHeaders) {
  EXPECT_EQ(ask("/v2/clock", with(master.key, master.secret)).status, 200U);
  EXPECT_EQ(get("/v2/clock").status, 200U);
}

TEST_F(AlpacaGate, RefusesTradingWithA401) {
  const auto body
    = R"({"code":40110000,"message":"request is not authorized"})";
  const auto other = venue->accounts().at(1);
  for (const auto& headers :
       {std::vector<net::header>{}, with("PKNOBODY", master.secret),
        with(master.key, "nonsense"), with(master.key, other.secret),
        with("", "")}) {
    const auto reply = ask("/v2/account", headers);
    EXPECT_EQ(reply.status, 401U);
    EXPECT_EQ(reply.body, body);
  }
  EXPECT_EQ(venue->stats().bad_signature, 5U);
}

TEST_F(AlpacaGate, RefusesMarketDataWithA403) {
  const auto target = "/v2/stocks/bars?symbols=AAPL&timeframe=1Min";
  for (const auto& headers :
       {std::vector<net::header>{}, with(master.key, "nonsense")}) {
    const auto reply = ask(target, headers);
    EXPECT_EQ(reply.status, 403U);
    EXPECT_EQ(reply.body, R"({"message":"forbidden."})");
  }
}

TEST_F(AlpacaGate, GivesCryptoDataToEverybodyButNotForAWrongKey) {
  const auto target
    = "/v1beta3/crypto/us/bars?symbols=BTC%2FUSD&timeframe=1Min";
  EXPECT_EQ(ask(target, {}).status, 200U);
  EXPECT_EQ(ask(target, with(master.key, "nonsense")).status, 403U);
}

TEST_F(AlpacaGate, MakesTheSameKeysFromTheSameSeedAlone) {
  const auto same = (*make_alpaca({.accounts = 2}))->accounts();
  const auto other = (*make_alpaca({.seed = 2}))->accounts();
  EXPECT_EQ(same.at(0).key, master.key);
  EXPECT_EQ(same.at(0).secret, master.secret);
  EXPECT_NE(same.at(1).key, master.key);
  EXPECT_NE(other.at(0).key, master.key);
  EXPECT_NE(other.at(0).secret, master.secret);
  EXPECT_EQ(master.key.size(), 20U);
  EXPECT_EQ(master.key.substr(0, 2), "PK");
  EXPECT_EQ(master.secret.size(), 40U);
}

TEST_F(AlpacaGate, SaysOfOtherPathsThatThereIsNothing) {
  EXPECT_EQ(get("/v2/nonsense").status, 404U);
  EXPECT_EQ(get("/v2/stocks/nonsense").status, 404U);
  EXPECT_EQ(get("/v1beta3/crypto/mars/bars?symbols=BTC/USD").status, 404U);
  EXPECT_EQ(ask("/v2/clock", headers(), "DELETE").status, 404U);
}

TEST(AlpacaOptions, AreRefusedWhereTheyMakeNoSense) {
  EXPECT_FALSE(make_alpaca({.accounts = 0}));
  EXPECT_FALSE(make_alpaca({.trading_limit = {}}));
  EXPECT_FALSE(make_alpaca({.data_limit = {}}));
  EXPECT_FALSE(make_alpaca({.balances = {"much", {}}}));
  EXPECT_FALSE(make_alpaca({.balances = {"-1", {}}}));
  EXPECT_FALSE(make_alpaca({.balances = {"1", {{"AAPL", "some"}}}}));
  EXPECT_FALSE(make_alpaca({.balances = {"1", {{"NOTTHERE", "1"}}}}));
}

} // namespace
} // namespace ballast::sim
