#include "sim/book_changes.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

book_level level(const char* price, const char* size) {
  return {*decimal::parse(price), *decimal::parse(size)};
}

TEST(BookChanges, TellWhatIsNewWhatChangedAndWhatIsGone) {
  auto before = book_levels{};
  before.bids = {level("10", "1"), level("9", "2"), level("7", "3")};
  before.asks = {level("11", "1"), level("12", "2")};
  auto after = before;
  after.bids = {level("9", "2"), level("8", "4"), level("7", "5")};
  after.asks = {level("10.5", "1"), level("12", "2")};
  const auto changes = changes_between(before, after);
  ASSERT_EQ(changes.bids.size(), 3U);
  EXPECT_EQ(changes.bids[0].price, *decimal::parse("10"));
  EXPECT_TRUE(changes.bids[0].size.is_zero());
  EXPECT_EQ(changes.bids[1].price, *decimal::parse("8"));
  EXPECT_EQ(changes.bids[2].size, *decimal::parse("5"));
  ASSERT_EQ(changes.asks.size(), 2U);
  EXPECT_EQ(changes.asks[0].price, *decimal::parse("10.5"));
  EXPECT_EQ(changes.asks[1].price, *decimal::parse("11"));
  EXPECT_TRUE(changes.asks[1].size.is_zero());
}

TEST(BookChanges, AreNoneOfABookThatStandsStill) {
  auto book = book_levels{};
  book.bids = {level("10", "1")};
  EXPECT_TRUE(changes_between(book, book).empty());
}

} // namespace
} // namespace ballast::sim
