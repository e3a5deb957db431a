#include "domain/money.hpp"
#include "domain/position_book.hpp"
#include "domain/random.hpp"
#include "tests/support/seeds.hpp"

#include <gtest/gtest.h>

#include <array>
#include <map>
#include <string>
#include <vector>

namespace ballast {
namespace {

using namespace std::chrono_literals;

const symbol coin{"BTC", "USD"};

decimal number(const char* text) { return *decimal::parse(text); }

fill trade_of(side what, const char* size, const char* price,
              const char* fee = "0", const char* currency = "USD") {
  fill x;
  x.symbol = coin;
  x.side = what;
  x.size = number(size);
  x.price = number(price);
  x.fee = number(fee);
  x.fee_currency = currency;
  return x;
}

TEST(PositionBook, RaisesTheCostByTheFeeOfABuyAndLowersWhatASaleBrings) {
  position_book book;
  EXPECT_EQ(*book.apply(trade_of(side::buy, "2", "100", "1")), decimal{});
  EXPECT_EQ(book.of(coin).size, number("2"));
  EXPECT_EQ(book.of(coin).cost, number("201"));
  EXPECT_EQ(book.of(coin).average_cost(), number("100.5"));
  EXPECT_EQ(book.of(coin).unrealised(number("110")), number("19"));

  EXPECT_EQ(*book.apply(trade_of(side::sell, "1", "110", "0.5")), number("9"));
  EXPECT_EQ(book.of(coin).cost, number("100.5"));
  EXPECT_EQ(book.of(coin).realised, number("9"));
  EXPECT_EQ(book.asset_change("USD"), number("-91.5"));
  EXPECT_EQ(book.fees().at("USD"), number("1.5"));
}

TEST(PositionBook, TakesAFeeInTheBaseCurrencyFromThePosition) {
  position_book book;
  book.apply(trade_of(side::buy, "1", "100", "0.001", "BTC"));
  EXPECT_EQ(book.of(coin).size, number("0.999"));
  EXPECT_EQ(book.of(coin).cost, number("100")) << "all of it was paid";
  book.apply(trade_of(side::sell, "0.998", "100", "0.001", "BTC"));
  EXPECT_EQ(book.of(coin).size, decimal{});
  EXPECT_EQ(book.of(coin).realised, number("-0.2"));
  EXPECT_EQ(book.asset_change("BTC"), decimal{});
}

TEST(PositionBook, KeepsAFeeInAnotherCurrencyApart) {
  position_book book;
  book.apply(trade_of(side::buy, "1", "100", "0.02", "BNB"));
  EXPECT_EQ(book.of(coin).cost, number("100"));
  EXPECT_EQ(book.asset_change("BNB"), number("-0.02"));
  EXPECT_EQ(book.fees().at("BNB"), number("0.02"));
  EXPECT_EQ(book.imbalance(), std::nullopt);
}

TEST(PositionBook, EarnsAFeeBelowZero) {
  position_book book;
  book.apply(trade_of(side::buy, "1", "100", "-0.1"));
  EXPECT_EQ(book.of(coin).cost, number("99.9"));
}

// A third of 100 has no end. What the average would lose stays in the cost.
TEST(PositionBook, LosesNothingToRounding) {
  position_book book;
  book.apply(trade_of(side::buy, "3", "33.333333333333333333", "0.01"));
  EXPECT_EQ(book.of(coin).cost, number("100.009999999999999999"));
  for (int i = 0; i < 3; ++i)
    book.apply(trade_of(side::sell, "1", "30"));
  EXPECT_EQ(book.of(coin).cost, decimal{});
  EXPECT_EQ(book.of(coin).realised, number("-10.009999999999999999"));
  EXPECT_EQ(book.asset_change("USD"), book.of(coin).realised);
}

// A third of 100 has cost more than 33.333333333333333333.
TEST(PositionBook, NeverFlattersAProfit) {
  position_book book;
  book.apply(trade_of(side::buy, "3", "33", "1"));
  EXPECT_EQ(*book.apply(trade_of(side::sell, "1", "40")),
            number("6.666666666666666666"));
  EXPECT_EQ(*book.apply(trade_of(side::sell, "1", "30")),
            number("-3.333333333333333333"));
  EXPECT_EQ(*book.apply(trade_of(side::sell, "1", "30")),
            number("-3.333333333333333333"));
}

TEST(PositionBook, KnowsSinceWhenItHoldsWhatItHolds) {
  position_book book;
  auto x = trade_of(side::buy, "1", "100");
  x.at = unix_time{1s};
  book.apply(x);
  x.at = unix_time{2s};
  book.apply(x);
  EXPECT_EQ(book.of(coin).since, unix_time{1s});
  book.apply(trade_of(side::sell, "2", "100"));
  EXPECT_FALSE(book.of(coin).is_open());
  x.at = unix_time{3s};
  book.apply(x);
  EXPECT_EQ(book.of(coin).since, unix_time{3s});
}

// E27, E16: the venue's facts are recorded, whatever was known before.
TEST(PositionBook, GoesBelowZeroWhereMoreIsSoldThanWasBought) {
  position_book book;
  book.apply(trade_of(side::buy, "1", "100"));
  EXPECT_EQ(*book.apply(trade_of(side::sell, "3", "110")), number("10"));
  EXPECT_EQ(book.of(coin).size, number("-2"));
  EXPECT_EQ(book.of(coin).cost, number("-220"));
  EXPECT_EQ(*book.apply(trade_of(side::buy, "2", "100")), number("20"));
  EXPECT_EQ(book.of(coin).realised, number("30"));
  EXPECT_EQ(book.asset_change("USD"), number("30"));
}

TEST(PositionBook, RefusesWhatIsNoTradeAndChangesNothing) {
  position_book book;
  book.apply(trade_of(side::buy, "1", "100"));
  const auto before = book;
  for (const auto& x :
       {trade_of(side::buy, "0", "100"), trade_of(side::buy, "-1", "100"),
        trade_of(side::sell, "1", "0"),
        trade_of(side::buy, "100000000000", "100000000000")})
    EXPECT_EQ(book.apply(x).error().code, ec::invalid_argument);
  EXPECT_TRUE(book == before);
}

// -- properties -----------------------------------------------------------

/// A trade of one of four markets that share their currencies, with fees in
/// either of them, in a third, or earned.
fill any_trade(random_source& random) {
  static const auto markets
    = std::array{symbol{"BTC", "USD"}, symbol{"ETH", "USD"},
                 symbol{"ETH", "BTC"}, symbol{"BNB", "USD"}};
  fill x;
  x.symbol = markets[random.below(markets.size())];
  x.side = random.below(2) == 0 ? side::buy : side::sell;
  // Up to 18 places in the product and beyond, so that there is rounding.
  x.size = decimal::from_units(
    static_cast<int128>(1 + random.below(1'000'000'000)) * 1'000'000'007);
  x.price = decimal::from_units(
    static_cast<int128>(1 + random.below(1'000'000'000)) * 100'000'000'003);
  const auto currencies
    = std::array{x.symbol.base, x.symbol.quote, std::string{"BNB"}};
  x.fee_currency = currencies[random.below(currencies.size())];
  x.fee = decimal::from_units(
    static_cast<int128>(random.below(1'000'000'000'000'000)));
  if (random.below(4) == 0)
    x.fee = -x.fee;
  return x;
}

TEST(PositionBook, BalancesToTheLastDigitWhateverIsTraded) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(300); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    position_book book;
    auto cash = std::map<std::string, decimal>{};
    auto sizes = std::map<symbol, decimal>{};
    for (int i = 0; i < 100; ++i) {
      const auto x = any_trade(random);
      const auto buys = x.side == side::buy;
      const auto before = book.of(x.symbol).realised;
      const auto earned = book.apply(x);
      ASSERT_TRUE(earned);
      EXPECT_EQ(book.of(x.symbol).realised - before, *earned);
      // A second set of books: plain sums of what was paid and got.
      const auto worth
        = *multiply(x.size, x.price, buys ? rounding::up : rounding::down);
      cash[x.symbol.base] += buys ? x.size : -x.size;
      cash[x.symbol.quote] += buys ? -worth : worth;
      cash[x.fee_currency] -= x.fee;
      sizes[x.symbol] += buys ? x.size : -x.size;
      if (x.fee_currency == x.symbol.base)
        sizes[x.symbol] -= x.fee;
      ASSERT_EQ(book.imbalance(), std::nullopt); // M3
    }
    for (const auto& [currency, change] : cash) {
      EXPECT_EQ(book.asset_change(currency), change) << currency;
      EXPECT_EQ(book.asset_change(currency) + book.counter_change(currency),
                decimal{});
    }
    for (const auto& [market, size] : sizes)
      EXPECT_EQ(book.of(market).size, size) << market.to_string();
  }
}

// Whoever trades in one market changes nothing in another.
TEST(PositionBook, IsTheSameHoweverMarketsAreInterleaved) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(100); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    std::map<symbol, std::vector<fill>> told;
    position_book one;
    for (int i = 0; i < 60; ++i) {
      const auto x = any_trade(random);
      one.apply(x);
      told[x.symbol].push_back(x);
    }
    position_book other;
    while (!told.empty()) {
      const auto next = std::next(
        told.begin(), static_cast<std::ptrdiff_t>(random.below(told.size())));
      other.apply(next->second.front());
      next->second.erase(next->second.begin());
      if (next->second.empty())
        told.erase(next);
    }
    EXPECT_TRUE(one == other);
  }
}

// Once all is sold, what was earned is what the account has more of.
TEST(PositionBook, HasEarnedTheChangeOfCashOnceNothingIsHeld) {
  for (std::uint64_t seed = 1; seed <= test::seed_count(300); ++seed) {
    SCOPED_TRACE(seed);
    auto random = random_source{seed};
    position_book book;
    for (int i = 0; i < 20; ++i) {
      auto x = any_trade(random);
      x.symbol = coin;
      x.fee_currency = "USD";
      book.apply(x);
    }
    const auto held = book.of(coin).size;
    if (!held.is_zero()) {
      auto last = trade_of(held.is_negative() ? side::buy : side::sell, "1",
                           "0.7", "0.003");
      last.size = held.is_negative() ? -held : held;
      book.apply(last);
    }
    EXPECT_EQ(book.of(coin).cost, decimal{});
    EXPECT_EQ(book.of(coin).realised, book.asset_change("USD"));
    EXPECT_EQ(book.asset_change("BTC"), decimal{});
  }
}

} // namespace
} // namespace ballast
