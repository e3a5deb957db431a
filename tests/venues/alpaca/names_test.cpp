#include "tests/venues/recorded.hpp"
#include "venues/alpaca/names.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {

namespace {

struct named {
  std::string venue_symbol;
  std::string canonical;
  std::string old_name; ///< Empty for stocks.
};

std::vector<named> real_names() {
  std::vector<named> rows;
  for (const auto& x : recorded_table("alpaca/names.csv"))
    rows.push_back({x.at(0), x.at(1), x.size() > 2 ? x[2] : ""});
  return rows;
}

market listed(const std::string& venue_symbol) {
  market x;
  x.venue_symbol = venue_symbol;
  x.symbol = *symbol_of(venue_symbol);
  return x;
}

coin_names all_coins() {
  std::vector<market> markets;
  for (const auto& x : real_names())
    if (!x.old_name.empty())
      markets.push_back(listed(x.venue_symbol));
  coin_names coins;
  coins.learn(markets);
  return coins;
}

} // namespace

TEST(AlpacaNames, ReadsEveryRealName) {
  const auto rows = real_names();
  EXPECT_GT(rows.size(), 1'200U);
  for (const auto& x : rows) {
    const auto read = symbol_of(x.venue_symbol);
    ASSERT_TRUE(read.ok()) << x.venue_symbol;
    EXPECT_EQ(read->to_string(), x.canonical);
    EXPECT_EQ(is_crypto(x.venue_symbol), !x.old_name.empty());
  }
}

TEST(AlpacaNames, RefusesWhatIsNoName) {
  for (const auto* text : {"", "/", "/USD", "BTC/", "A/B/C", "aapl", "BRK B",
                           "BTC/USD ", "AAPL\n", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"})
    EXPECT_FALSE(symbol_of(text).ok()) << text;
}

TEST(AlpacaNames, FindsEveryPairByItsOldNameAndByItsNewOne) {
  const auto coins = all_coins();
  for (const auto& x : real_names()) {
    if (x.old_name.empty())
      continue;
    for (const auto& name : {x.old_name, x.venue_symbol}) {
      const auto* found = coins.find(name);
      ASSERT_NE(found, nullptr) << name;
      EXPECT_EQ(found->to_string(), x.canonical);
    }
  }
  EXPECT_EQ(coins.find("AAPL"), nullptr);
  EXPECT_EQ(coins.pairs().size(), 60U);
}

TEST(AlpacaNames, SplitsNoNameByRule) {
  const auto coins = all_coins();
  EXPECT_EQ(coins.find("USDTUSD")->base, "USDT");
  EXPECT_EQ(coins.find("USDCUSD")->base, "USDC");
  EXPECT_EQ(coins.find("USDTUSDC")->base, "USDT");
}

TEST(AlpacaNames, KeepsWhatItKnowsWhenAListHasNoCrypto) {
  auto coins = all_coins();
  coins.learn({});
  coins.learn({listed("AAPL")});
  EXPECT_EQ(coins.pairs().size(), 60U);
  coins.learn({listed("SOL/USD"), listed("AAPL")});
  EXPECT_EQ(coins.pairs().size(), 1U);
  EXPECT_EQ(coins.find("BTCUSD"), nullptr);
  EXPECT_FALSE(coins.is_coin("BTC"));
}

TEST(AlpacaNames, TakesNoStockForACoin) {
  const auto coins = all_coins();
  EXPECT_TRUE(coins.holds({"LINK", "USD"}));
  EXPECT_EQ(currency_of("LINK", true, coins), "LINK.STOCK");
  EXPECT_EQ(currency_of("LINKUSD", false, coins), "LINK");
  EXPECT_EQ(currency_of("AAPL", true, coins), "AAPL");
  EXPECT_EQ(currency_of("NEWUSD", false, coins), "NEWUSD");
}

} // namespace ballast::venues::alpaca
