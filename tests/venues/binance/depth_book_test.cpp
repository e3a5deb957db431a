// The official way to keep a book, at its edges.
#include "venues/binance/depth_book.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::binance {

namespace {

using outcome = depth_book::outcome;

book_level level(const char* price, const char* size) {
  return {*decimal::parse(price), *decimal::parse(size)};
}

/// A change that sets the bid at 1 to its last number.
depth_change change(std::uint64_t first, std::uint64_t last) {
  return {first, last, {level("1", std::to_string(last).c_str())}, {}};
}

book_levels snapshot(std::uint64_t number) {
  book_levels x;
  x.sequence = number;
  x.bids = {level("1", "0.5"), level("0.9", "4")};
  x.asks = {level("2", "3")};
  return x;
}

std::string best_bid(const depth_book& of) {
  return of.levels().bids.at(0).size.to_string();
}

} // namespace

TEST(BinanceDepthBook, DropsWhatTheSnapshotHoldsAlready) {
  depth_book made;
  EXPECT_EQ(made.add(change(8, 9)), outcome::buffered);
  EXPECT_EQ(made.add(change(10, 10)), outcome::buffered);
  EXPECT_EQ(made.start(snapshot(10)), outcome::synced);
  EXPECT_EQ(best_bid(made), "0.5");
  EXPECT_EQ(made.levels().sequence, 10U);
}

TEST(BinanceDepthBook, TheFirstNewChangeMayOverlapOrFollow) {
  depth_book overlapping;
  overlapping.add(change(8, 12));
  EXPECT_EQ(overlapping.start(snapshot(10)), outcome::synced);
  EXPECT_EQ(best_bid(overlapping), "12");
  depth_book following;
  EXPECT_EQ(following.start(snapshot(10)), outcome::synced);
  EXPECT_EQ(following.add(change(11, 13)), outcome::synced);
  EXPECT_EQ(following.levels().sequence, 13U);
}

TEST(BinanceDepthBook, ASnapshotBeforeTheFirstChangeIsTooOld) {
  depth_book made;
  made.add(change(12, 13));
  EXPECT_EQ(made.start(snapshot(10)), outcome::too_old);
  // The changes wait for a newer one.
  EXPECT_EQ(made.start(snapshot(11)), outcome::synced);
  EXPECT_EQ(best_bid(made), "13");
}

TEST(BinanceDepthBook, AGapLastsUntilTheNextSnapshot) {
  depth_book made;
  made.start(snapshot(10));
  EXPECT_EQ(made.add(change(12, 12)), outcome::gap);
  EXPECT_EQ(made.add(change(11, 13)), outcome::gap);
  EXPECT_EQ(best_bid(made), "0.5");
  EXPECT_EQ(made.start(snapshot(20)), outcome::synced);
  EXPECT_EQ(made.add(change(21, 21)), outcome::synced);
  EXPECT_EQ(best_bid(made), "21");
}

TEST(BinanceDepthBook, ASizeOfZeroRemovesALevel) {
  depth_book made;
  made.start(snapshot(10));
  EXPECT_EQ(made.add({11, 11, {level("1", "0")}, {level("7", "0")}}),
            outcome::synced);
  const auto left = made.levels();
  ASSERT_EQ(left.bids.size(), 1U);
  EXPECT_EQ(left.bids[0].price.to_string(), "0.9");
  EXPECT_EQ(left.asks.size(), 1U);
}

TEST(BinanceDepthBook, WhatWaitsTooLongIsDroppedAndTheSnapshotThenTooOld) {
  depth_book made;
  for (std::uint64_t i = 1; i <= depth_book::buffered_max + 1; ++i)
    made.add(change(i, i));
  EXPECT_EQ(made.start(snapshot(0)), outcome::too_old);
  EXPECT_EQ(made.start(snapshot(1)), outcome::synced);
  EXPECT_EQ(made.levels().sequence, depth_book::buffered_max + 1);
}

} // namespace ballast::venues::binance
