#include "domain/symbol.hpp"

#include <gtest/gtest.h>

namespace ballast {

TEST(Symbol, ReadsBackWhatItPrints) {
  for (const auto* text : {"BTC/USD", "00/USDC", "1INCH/EUR", "A.B/C_D",
                           "AAAAAAAAAAAAAAAAAAAAAAAA/X", "X-Y/Z"}) {
    const auto x = symbol::parse(text);
    ASSERT_TRUE(x.ok()) << text;
    EXPECT_EQ(x->to_string(), text);
  }
}

TEST(Symbol, SplitsAtTheSlash) {
  const auto x = symbol::parse("BTC/USD");
  ASSERT_TRUE(x.ok());
  EXPECT_EQ(x->base, "BTC");
  EXPECT_EQ(x->quote, "USD");
}

TEST(Symbol, RefusesASecondNameForTheSameMarket) {
  for (const auto* text :
       {"btc/usd", "BTC/usd", "Btc/USD", " BTC/USD", "BTC/USD ", "BTC / USD"})
    EXPECT_FALSE(symbol::parse(text).ok()) << text;
}

TEST(Symbol, RefusesWhatIsNoPair) {
  for (const auto* text :
       {"", "/", "BTC", "BTC/", "/USD", "BTC/USD/EUR", "BTC-USD", "BTC//USD",
        "AAAAAAAAAAAAAAAAAAAAAAAAA/X", "X/AAAAAAAAAAAAAAAAAAAAAAAAA",
        "B\xc3\x84/USD", "BTC/\nUSD"})
    EXPECT_FALSE(symbol::parse(text).ok()) << text;
}

TEST(Symbol, KeepsTheThreeDollarsApart) {
  EXPECT_NE(*symbol::parse("BTC/USD"), *symbol::parse("BTC/USDC"));
  EXPECT_NE(*symbol::parse("BTC/USDC"), *symbol::parse("BTC/USDT"));
}

} // namespace ballast
