#include "tests/sim/matching_venue.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

class MatchingBook : public matching_venue {
protected:
  const matching_market& lively() const { return *engine.market("WALK"); }
};

TEST_F(MatchingBook, GoesAwayFromTheMarketAndNeverMeetsItself) {
  for (auto second = begin; second < begin + 500; second += 7) {
    const auto x = book_at(lively(), 7, 200, second);
    ASSERT_EQ(x.asks.size(), 200U);
    ASSERT_LT(x.bids[0].price, x.asks[0].price);
    for (auto i = std::size_t{1}; i < x.bids.size(); ++i)
      ASSERT_LT(x.bids[i].price, x.bids[i - 1].price);
    for (auto i = std::size_t{1}; i < x.asks.size(); ++i)
      ASSERT_GT(x.asks[i].price, x.asks[i - 1].price);
    for (const auto& level : x.bids) {
      ASSERT_GT(level.price, decimal{});
      ASSERT_GT(level.size, decimal{});
    }
  }
}

TEST_F(MatchingBook, IsTheSameWhoeverAsksAndHoweverDeep) {
  const auto all = book_at(lively(), 7, 100, begin);
  const auto few = book_at(lively(), 7, 5, begin);
  EXPECT_TRUE(std::equal(few.bids.begin(), few.bids.end(), all.bids.begin()));
  EXPECT_NE(book_at(lively(), 8, 5, begin).bids, few.bids);
}

TEST_F(MatchingBook, ChangesALittleFromSecondToSecond) {
  const auto before = engine.book(*engine.market("TOLD"), 100, now.wall);
  const auto after = engine.book(*engine.market("TOLD"), 100,
                                 now.wall + std::chrono::seconds{1});
  auto changed = 0;
  for (auto i = std::size_t{0}; i < 100; ++i)
    changed += before.asks[i] == after.asks[i] ? 0 : 1;
  EXPECT_GT(changed, 0);
  EXPECT_LT(changed, 40);
}

TEST_F(MatchingBook, StopsWhereAPriceWouldBeZero) {
  told.first_price = 3;
  const auto x = engine.book(*engine.market("TOLD"), 10, now.wall);
  EXPECT_LE(x.bids.size(), 3U);
  EXPECT_EQ(x.asks.size(), 10U);
}

TEST_F(MatchingBook, HasTradesThatAddUpToTheCandle) {
  const auto from = begin / 60 * 60;
  auto bars = std::vector<bar>{};
  walk.append_bars(bars, from, from, 60, from + 100);
  ASSERT_EQ(bars.size(), 1U);
  const auto trades = trades_between(
    lively(), unix_time{std::chrono::seconds{from}},
    unix_time{std::chrono::milliseconds{from * 1000 + 59'999}});
  ASSERT_FALSE(trades.empty());
  auto volume = decimal{};
  auto high = decimal{};
  for (auto i = std::size_t{0}; i < trades.size(); ++i) {
    volume += trades[i].size;
    high = std::max(high, trades[i].price);
    if (i > 0) {
      EXPECT_GT(std::stoll(trades[i].trade_id),
                std::stoll(trades[i - 1].trade_id));
      EXPECT_GE(trades[i].at, trades[i - 1].at);
    }
  }
  const auto hundredth = number("0.01").units();
  EXPECT_EQ(volume,
            decimal::from_units(number("0.001").units() * bars[0].volume));
  EXPECT_EQ(high, decimal::from_units(hundredth * bars[0].high));
  EXPECT_EQ(trades.front().price,
            decimal::from_units(hundredth * bars[0].open));
  EXPECT_EQ(trades.back().price,
            decimal::from_units(hundredth * bars[0].close));
}

TEST_F(MatchingBook, TellsTheLastTradesAndNoneOfTheFuture) {
  const auto trades = last_trades(lively(), 50, now.wall);
  ASSERT_EQ(trades.size(), 50U);
  EXPECT_LE(trades.back().at, now.wall);
}

TEST(ExactSums, DivideDigitByDigit) {
  EXPECT_EQ(quotient(number("1"), number("3"), 4), number("0.3333"));
  EXPECT_EQ(quotient(number("10"), number("2.5")), number("4"));
  EXPECT_EQ(quotient(number("1"), decimal{}), decimal{});
  EXPECT_EQ(quotient(decimal::highest(), number("0.5")), decimal::highest());
  EXPECT_EQ(product(decimal::highest(), number("2")), decimal::highest());
  EXPECT_EQ(power_of_ten(8), number("0.00000001"));
  EXPECT_EQ(padded_text(number("12.5"), 4), "12.5000");
  EXPECT_EQ(padded_text(number("12"), 2), "12.00");
  EXPECT_EQ(padded_text(number("0.12345"), 2), "0.12345");
}

} // namespace
} // namespace ballast::sim
