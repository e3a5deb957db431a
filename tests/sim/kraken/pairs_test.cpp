#include "tests/sim/kraken/simulated_kraken.hpp"

#include <map>
#include <set>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

class KrakenPairs : public simulated_kraken {};
class KrakenAssets : public simulated_kraken {};

TEST_F(KrakenPairs, AreMoreThanFourHundredUnderTheirRealNames) {
  const auto all = get_result("/0/public/AssetPairs");
  EXPECT_GE(all.size(), 400U);
  const auto names = std::map<std::string, std::string>{
    {"XXBTZUSD", "XBTUSD XBT/USD XXBT ZUSD"},
    {"XETHXXBT", "ETHXBT ETH/XBT XETH XXBT"},
    {"XETHZEUR", "ETHEUR ETH/EUR XETH ZEUR"},
    {"XDGUSD", "XDGUSD XDG/USD XXDG ZUSD"},
    {"XBTUSDT", "XBTUSDT XBT/USDT XXBT USDT"},
    {"SOLUSD", "SOLUSD SOL/USD SOL ZUSD"},
    {"ZEURZUSD", "EURUSD EUR/USD ZEUR ZUSD"}};
  const auto text = [](const auto& x, const char* name) {
    return x.at(name).template get<std::string>();
  };
  for (const auto& [id, expected] : names) {
    ASSERT_TRUE(all.contains(id)) << id;
    const auto& x = all[id];
    EXPECT_EQ(text(x, "altname") + ' ' + text(x, "wsname") + ' '
                + text(x, "base") + ' ' + text(x, "quote"),
              expected);
  }
}

TEST_F(KrakenPairs, HaveTheMembersOfTheRecordInTheirOrder) {
  const auto all
    = get_result<nlohmann::ordered_json>("/0/public/AssetPairs?pair=XBTUSDT");
  ASSERT_EQ(all.size(), 1U);
  const auto& x = all["XBTUSDT"];
  auto names = std::string{};
  for (const auto& [name, value] : x.items())
    names += name + ' ';
  EXPECT_EQ(names,
            "altname wsname aclass_base base aclass_quote quote lot "
            "cost_decimals pair_decimals lot_decimals lot_multiplier "
            "leverage_buy leverage_sell fees fees_maker fee_volume_currency "
            "margin_call margin_stop ordermin costmin tick_size status ");
  EXPECT_EQ(x["pair_decimals"], 1);
  EXPECT_EQ(x["lot_decimals"], 8);
  EXPECT_EQ(x["cost_decimals"], 5);
  EXPECT_EQ(x["ordermin"], "0.00005");
  EXPECT_EQ(x["costmin"], "0.5");
  EXPECT_EQ(x["tick_size"], "0.1");
  EXPECT_EQ(x["status"], "online");
  EXPECT_EQ(x["fees"][0].dump(), "[0,0.4]");
}

TEST_F(KrakenPairs, AgreeAboutTicksAndDecimalsAndHaveNoNameTwice) {
  auto ids = std::set<std::string>{};
  auto others = std::set<std::string>{};
  const auto pairs = get_result("/0/public/AssetPairs");
  for (const auto& [id, x] : pairs.items()) {
    const auto tick = x["tick_size"].get<std::string>();
    const auto point = tick.find('.');
    const auto digits
      = point == std::string::npos ? 0 : tick.size() - point - 1;
    EXPECT_EQ(x["pair_decimals"], digits) << id;
    EXPECT_GT(std::stod(x["ordermin"].get<std::string>()), 0) << id;
    EXPECT_TRUE(ids.insert(id).second) << id;
    EXPECT_TRUE(others.insert(x["altname"].get<std::string>()).second) << id;
  }
}

TEST_F(KrakenPairs, ShowEveryStatusOfTheManual) {
  auto counts = std::map<std::string, int>{};
  const auto pairs = get_result("/0/public/AssetPairs");
  for (const auto& [id, x] : pairs.items())
    ++counts[x["status"].get<std::string>()];
  for (const auto* status :
       {"cancel_only", "post_only", "limit_only", "reduce_only"})
    EXPECT_GT(counts[status], 0) << status;
  EXPECT_GT(counts["online"], 400);
  EXPECT_EQ(counts.size(), 5U);
}

TEST_F(KrakenPairs, AreKeyedByIdHoweverTheyAreNamed) {
  EXPECT_EQ(get("/0/public/AssetPairs?pair=XBTUSD").body,
            get("/0/public/AssetPairs?pair=XXBTZUSD").body);
  const auto both
    = get_result("/0/public/AssetPairs?pair=ETHUSD,XBTUSD,XETHZUSD");
  EXPECT_EQ(both.size(), 2U);
  EXPECT_TRUE(both.contains("XETHZUSD"));
}

TEST_F(KrakenPairs, AreUnknownByAnyOtherName) {
  for (const auto* name :
       {"BTCUSD", "XBT/USD", "xbtusd", "", "XBTUSD,NOPE", "XBTUSD,,ETHUSD"})
    EXPECT_EQ(error_of("/0/public/AssetPairs?pair=" + std::string{name}),
              "EQuery:Unknown asset pair")
      << name;
}

TEST_F(KrakenPairs, AreGoneEverywhereOnceTheyAreDelisted) {
  set_faults(R"([{"kind":"delist","match":"XXBTZUSD"}])");
  EXPECT_FALSE(get_result("/0/public/AssetPairs").contains("XXBTZUSD"));
  EXPECT_FALSE(get_result("/0/public/Ticker").contains("XXBTZUSD"));
  for (const auto* route : {"AssetPairs", "Ticker", "OHLC"})
    EXPECT_EQ(error_of("/0/public/" + std::string{route} + "?pair=XBTUSD"),
              "EQuery:Unknown asset pair");
  EXPECT_GT(fired("delist"), 4U);
}

TEST_F(KrakenAssets, CoverEveryBaseAndQuoteOfThePairs) {
  const auto assets = get_result("/0/public/Assets");
  EXPECT_EQ(assets["XXBT"]["altname"], "XBT");
  EXPECT_EQ(assets["XXDG"]["altname"], "XDG");
  EXPECT_EQ(assets["ZUSD"]["altname"], "USD");
  EXPECT_EQ(assets["ZUSD"]["decimals"], 4);
  EXPECT_EQ(assets["SOL"]["altname"], "SOL");
  const auto pairs = get_result("/0/public/AssetPairs");
  for (const auto& [id, x] : pairs.items()) {
    EXPECT_TRUE(assets.contains(x["base"].get<std::string>())) << id;
    EXPECT_TRUE(assets.contains(x["quote"].get<std::string>())) << id;
  }
}

TEST_F(KrakenAssets, AreFoundByIdOrAltname) {
  EXPECT_EQ(get("/0/public/Assets?asset=XBT,ZUSD").body,
            get("/0/public/Assets?asset=XXBT,USD").body);
  EXPECT_EQ(error_of("/0/public/Assets?asset=BTC"), "EQuery:Unknown asset");
}

} // namespace
} // namespace ballast::sim
