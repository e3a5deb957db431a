#include "tests/venues/recorded.hpp"
#include "venues/kraken/names.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::kraken {

namespace {

void expect_both_ways(const std::string& wsname, const std::string& canonical) {
  const auto x = symbol_of(wsname);
  ASSERT_TRUE(x.ok()) << wsname;
  EXPECT_EQ(x->to_string(), canonical);
  EXPECT_EQ(wsname_of(*x), wsname);
}

} // namespace

TEST(KrakenNames, TranslatesEveryKnownMarketBothWays) {
  std::set<std::string> seen;
  for (const auto& row : recorded_table("kraken/names.csv")) {
    expect_both_ways(row.at(0), row.at(1));
    seen.insert(row.at(1));
  }
  EXPECT_EQ(seen.size(), 1262U);
}

TEST(KrakenNames, TranslatesEveryRecordedPairBothWays) {
  std::set<std::string> seen;
  for (const auto& row : recorded_table("kraken/pairs.csv")) {
    expect_both_ways(row.at(1), row.at(2));
    seen.insert(row.at(2));
  }
  EXPECT_EQ(seen.size(), 293U);
}

TEST(KrakenNames, RefusesWhatIsNoPairOfCurrencies) {
  for (const auto* name : {"", "/", "XBT", "XBT/", "/USD", "XBTUSD", "XBT-USD",
                           "XBT/USD/EUR", "xbt/usd", "AAPLx/USD", "XBT/USD\n"})
    EXPECT_FALSE(symbol_of(name).ok()) << name;
}

TEST(KrakenNames, RenamesOldAssetIdsOnly) {
  for (const auto& [id, currency] : std::map<std::string, std::string>{
         {"XXBT", "BTC"},  {"XBT", "BTC"},   {"XXDG", "DOGE"}, {"XDG", "DOGE"},
         {"ZUSD", "USD"},  {"ZJPY", "JPY"},  {"XETH", "ETH"},  {"XMLN", "MLN"},
         {"KFEE", "FEE"},  {"ZKRW", "KRW"},  {"XICN", "ICN"},  {"SOL", "SOL"},
         {"USDT", "USDT"}, {"CHF", "CHF"},   {"ZRX", "ZRX"},   {"XTZ", "XTZ"},
         {"XCN", "XCN"},   {"ZEUS", "ZEUS"}, {"ZETA", "ZETA"}, {"ETH2", "ETH2"},
         {"", ""}})
    EXPECT_EQ(currency_of(id), currency);
}

TEST(KrakenNames, KeepsWhatIsStakedOrEarningApart) {
  EXPECT_EQ(currency_of("XBT.F"), "BTC.F");
  EXPECT_EQ(currency_of("XXBT.F"), "BTC.F");
  EXPECT_EQ(currency_of("USD.M"), "USD.M");
  EXPECT_EQ(currency_of("ETH2.S"), "ETH2.S");
  EXPECT_NE(currency_of("USDT.F"), currency_of("USDT"));
}

} // namespace ballast::venues::kraken
