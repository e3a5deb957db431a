#include "venues/market_names.hpp"

#include <gtest/gtest.h>

namespace ballast::venues {

TEST(MarketNames, KnowTheMarketsOfTheLastListAlone) {
  market_names names;
  EXPECT_EQ(names.find("XXBTZUSD"), nullptr);
  market x;
  x.venue_symbol = "XXBTZUSD";
  x.symbol = {"BTC", "USD"};
  names.learn({x});
  ASSERT_NE(names.find("XXBTZUSD"), nullptr);
  EXPECT_EQ(names.find("XXBTZUSD")->to_string(), "BTC/USD");
  names.learn({});
  EXPECT_EQ(names.find("XXBTZUSD"), nullptr);
}

} // namespace ballast::venues
