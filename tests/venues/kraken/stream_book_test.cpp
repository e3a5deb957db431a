// The checksum of a book, and what the depth leaves of one.
#include "venues/kraken/stream_book.hpp"

#include <gtest/gtest.h>

#include <string>

namespace ballast::venues::kraken {

namespace {

decimal number(const char* text) { return *decimal::parse(text); }

book_levels levels(std::vector<book_level> bids, std::vector<book_level> asks) {
  book_levels x;
  x.bids = std::move(bids);
  x.asks = std::move(asks);
  return x;
}

constexpr auto cents = pair_decimals{2, 8};

} // namespace

TEST(KrakenStreamBook, CountsTheCrcOfEverybody) {
  // The check value that the standard's own catalogue gives.
  EXPECT_EQ(crc32("123456789"), 0xCBF43926U);
  EXPECT_EQ(crc32(""), 0U);
}

TEST(KrakenStreamBook, DecimalsAreThoseThatAreWritten) {
  EXPECT_EQ(decimals_in("45285.2"), 1U);
  EXPECT_EQ(decimals_in("0.00100000"), 8U);
  EXPECT_EQ(decimals_in("7"), 0U);
  EXPECT_EQ(decimals_in("1.5e-8"), 0U);
  EXPECT_EQ(decimals_in("0." + std::string(500, '0')), 18U);
  EXPECT_EQ(decimals_of(number("0.00000001")), 8U);
  EXPECT_EQ(decimals_of(number("0.050")), 2U);
  EXPECT_EQ(decimals_of(decimal{}), 0U);
}

TEST(KrakenStreamBook, DigitsLoseThePointAndWhatIsInFront) {
  kept_book book{10};
  auto first = levels({{number("0.05"), number("4")}},
                      {{number("12"), number("0.001")}});
  book.apply(first);
  EXPECT_EQ(book.checksum(cents), crc32("1200"
                                        "100000"
                                        "5"
                                        "400000000"));
}

TEST(KrakenStreamBook, OnlyTheTenBestOfASideCount) {
  kept_book book{25};
  book_levels first;
  std::string text;
  for (int i = 1; i <= 11; ++i) {
    first.asks.push_back({decimal::whole(i), decimal::whole(1)});
    if (i <= 10)
      text += std::to_string(i) + "1";
  }
  book.apply(first);
  EXPECT_EQ(book.checksum({}), crc32(text));
}

TEST(KrakenStreamBook, WhatIsPushedOutOfTheDepthIsToldAsGone) {
  kept_book book{2};
  auto first = levels({{number("9"), number("1")}, {number("8"), number("1")}},
                      {{number("10"), number("1")}});
  book.apply(first);
  auto second = levels({{number("9.5"), number("2")}}, {});
  book.apply(second);
  EXPECT_EQ(second.bids, (std::vector<book_level>{{number("9.5"), number("2")},
                                                  {number("8"), decimal{}}}));
  EXPECT_EQ(book.checksum({1, 0}), crc32("1001"
                                         "952"
                                         "901"));
}

TEST(KrakenStreamBook, ThePushedOutIsDroppedOnlyAfterAllChangesOfAMessage) {
  kept_book book{1};
  auto first = levels({}, {{number("10"), number("1")}});
  book.apply(first);
  // The better one is gone again before the message is over.
  auto second
    = levels({}, {{number("9"), number("1")}, {number("9"), decimal{}}});
  book.apply(second);
  EXPECT_EQ(book.checksum({}), crc32("101"));
  EXPECT_EQ(second.asks, (std::vector<book_level>{{number("9"), decimal{}}}));
}

TEST(KrakenStreamBook, OfAPriceThatIsNamedTwiceTheLastWordCounts) {
  kept_book book{10};
  auto first
    = levels({{number("5"), number("1")}, {number("5"), number("3")}}, {});
  book.apply(first);
  EXPECT_EQ(first.bids, (std::vector<book_level>{{number("5"), number("3")}}));
  EXPECT_EQ(book.checksum({}), crc32("53"));
  book.clear();
  EXPECT_EQ(book.checksum({}), crc32(""));
}

} // namespace ballast::venues::kraken
