#include "tests/venues/recorded.hpp"
#include "venues/coinbase/symbols.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::coinbase {

TEST(CoinbaseSymbols, TranslatesEveryKnownProductBothWays) {
  auto lines = std::istringstream{recorded_text("coinbase/product_ids.csv")};
  std::set<symbol> seen;
  for (std::string line; std::getline(lines, line);) {
    const auto comma = line.find(',');
    const auto id = line.substr(0, comma);
    const auto x = symbol_of(id);
    ASSERT_TRUE(x.ok()) << id;
    EXPECT_EQ(x->to_string(), line.substr(comma + 1));
    EXPECT_EQ(product_id_of(*x), id);
    seen.insert(*x);
  }
  EXPECT_EQ(seen.size(), 970U);
}

TEST(CoinbaseSymbols, RefusesWhatIsNoSpotProduct) {
  for (const auto* id :
       {"", "-", "BTC", "BTC-", "-USD", "BTC/USD", "btc-usd", "BTC-PERP-INTX",
        "BIP-20DEC30-CDE", "BTC--USD", "BTC-USD\n", "B/C-USD"})
    EXPECT_FALSE(symbol_of(id).ok()) << id;
}

} // namespace ballast::venues::coinbase
