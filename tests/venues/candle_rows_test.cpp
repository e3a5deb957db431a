#include "venues/candle_rows.hpp"

#include <gtest/gtest.h>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;

candle at(std::chrono::seconds start, double close) {
  candle x;
  x.start = unix_time{start};
  x.close = close;
  return x;
}

} // namespace

TEST(CandleRows, PutsCandlesInOrderAndKeepsTheFirstOfEachStart) {
  auto candles = std::vector{at(120s, 1), at(60s, 2), at(120s, 3), at(0s, 4)};
  put_in_order(candles);
  EXPECT_EQ(candles, (std::vector{at(0s, 4), at(60s, 2), at(120s, 1)}));
  candles.clear();
  put_in_order(candles);
  EXPECT_TRUE(candles.empty());
}

TEST(CandleRows, TurnsAListRoundThatBeginsWithTheNewest) {
  const auto ascending = std::vector{at(0s, 3), at(60s, 2), at(120s, 1)};
  auto candles = std::vector{at(120s, 1), at(60s, 2), at(0s, 3)};
  put_in_order(candles);
  EXPECT_EQ(candles, ascending);
  put_in_order(candles);
  EXPECT_EQ(candles, ascending);
}

TEST(CandleRows, OfTwoNewestCandlesKeepsTheFirst) {
  auto candles = std::vector{at(120s, 1), at(120s, 2), at(60s, 3)};
  put_in_order(candles);
  EXPECT_EQ(candles, (std::vector{at(60s, 3), at(120s, 1)}));
}

} // namespace ballast::venues
