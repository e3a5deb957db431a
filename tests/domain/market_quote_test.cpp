#include "domain/market_quote.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast {
namespace {

book_level level(const char* price, const char* size) {
  return {*decimal::parse(price), *decimal::parse(size)};
}

const auto btc = symbol{"BTC", "EUR"};

market_quote quote(const symbol& which, double spread, double depth) {
  return {which, decimal::whole(1), decimal::whole(1), spread, depth, {}};
}

TEST(MarketQuote, IsTheSpreadAndTheThinnerSideWithinReach) {
  book_levels book;
  book.bids = {level("99", "1"), level("98", "2"), level("90", "1000")};
  book.asks = {level("101", "3"), level("103", "5")};
  const auto at = unix_time{std::chrono::milliseconds{7}};
  const auto x = quote_of(btc, book, 0.02, at);
  ASSERT_TRUE(x);
  EXPECT_EQ(x->bid, decimal::whole(99));
  EXPECT_EQ(x->ask, decimal::whole(101));
  EXPECT_DOUBLE_EQ(x->spread, 0.02);
  // 99 x 1 + 98 x 2 below, 101 x 3 above; 90 and 103 are out of reach.
  EXPECT_DOUBLE_EQ(x->depth, 295);
  EXPECT_EQ(x->at, at);
}

TEST(MarketQuote, HasNoDepthWhereTheSpreadIsWiderThanTheReach) {
  book_levels book;
  book.bids = {level("90", "5")};
  book.asks = {level("110", "5")};
  EXPECT_EQ(quote_of(btc, book, 0.05, {})->depth, 0);
}

TEST(MarketQuote, NeedsBothSides) {
  book_levels book;
  book.bids = {level("99", "1")};
  EXPECT_FALSE(quote_of(btc, book, 0.02, {}));
  book.asks = {level("0", "1")};
  EXPECT_FALSE(quote_of(btc, book, 0.02, {}));
}

TEST(Candidates, AreWhatHasAFairAndDeepBookWithTheRestCounted) {
  candidate_rules rules;
  rules.spread_max = 0.005;
  rules.depth_min = 1'000;
  const auto named = [](const char* base) { return symbol{base, "EUR"}; };
  const auto x = judge_quotes(
    {named("A"), named("B"), named("C"), named("D"), {"E", "XYZ"}},
    {quote({"E", "XYZ"}, 0.001, 1e9), quote(named("D"), 0.001, 900),
     quote(named("C"), 0.001, 800), quote(named("B"), 0.006, 1e9)},
    {{"EUR", 1.2}}, rules);
  EXPECT_EQ(x.asked, 5U);
  EXPECT_EQ(x.no_book, 1U);
  EXPECT_EQ(x.wide, 1U);
  EXPECT_EQ(x.thin, 2U) << "960 dollars, and of what nobody knows the worth";
  ASSERT_EQ(x.candidates.size(), 1U);
  EXPECT_EQ(x.candidates[0].symbol, named("D"));
}

} // namespace
} // namespace ballast
