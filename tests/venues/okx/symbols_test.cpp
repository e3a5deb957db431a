#include "tests/venues/recorded.hpp"
#include "venues/okx/symbols.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::venues::okx {

TEST(OkxSymbols, TranslatesEveryKnownInstrumentBothWays) {
  auto lines = std::istringstream{recorded_text("okx/instruments.csv")};
  std::set<symbol> seen;
  for (std::string line; std::getline(lines, line);) {
    auto columns = std::istringstream{line};
    std::string id;
    std::string canonical;
    std::getline(columns, id, ',');
    std::getline(columns, canonical, ',');
    const auto x = symbol_of(id);
    ASSERT_TRUE(x.ok()) << id;
    EXPECT_EQ(x->to_string(), canonical);
    EXPECT_EQ(instrument_id_of(*x), id);
    seen.insert(*x);
  }
  EXPECT_EQ(seen.size(), 1218U);
}

TEST(OkxSymbols, RefusesWhatIsNoSpotInstrument) {
  for (const auto* id :
       {"", "-", "BTC", "BTC-", "-USDT", "BTC/USDT", "btc-usdt",
        "BTC-USDT-SWAP", "BTC-USDT-250808", "BTC-USD-250808-60000-C",
        "BTC--USDT", "BTC-USDT\n", "(not text)"})
    EXPECT_FALSE(symbol_of(id).ok()) << id;
}

} // namespace ballast::venues::okx
