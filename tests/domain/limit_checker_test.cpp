#include "tests/support/limit_checker.hpp"

#include <gtest/gtest.h>

namespace ballast {

using namespace test;

TEST(LimitChecker, CountsWhatASlidingWindowFindsOverTheLimit) {
  EXPECT_EQ(over_sliding({{0, 1}, {5, 1}, {10, 1}}, 2, 10), 0U);
  EXPECT_EQ(over_sliding({{0, 1}, {5, 1}, {9, 1}}, 2, 10), 1U);
  EXPECT_EQ(over_sliding({{0, 1}, {0, 1}, {0, 1}}, 2, 10), 1U);
  EXPECT_EQ(over_sliding({{0, 2}, {9, 1}}, 2, 10), 1U);
}

TEST(LimitChecker, CountsWhatAFixedWindowFindsOverTheLimit) {
  EXPECT_EQ(over_fixed({{0, 1}, {9, 1}, {10, 1}}, 2, 10, 0), 0U);
  EXPECT_EQ(over_fixed({{0, 1}, {9, 1}, {10, 1}}, 2, 10, 5), 0U);
  EXPECT_EQ(over_fixed({{6, 1}, {9, 1}, {10, 1}}, 2, 10, 5), 1U);
  EXPECT_EQ(over_fixed({{0, 3}}, 2, 10, 5), 1U);
}

TEST(LimitChecker, CountsWhatFindsTooFewTokens) {
  // Two at once, then one in five.
  EXPECT_EQ(over_bucket({{0, 1}, {0, 1}, {5, 1}, {10, 1}}, 2, 10, 2), 0U);
  EXPECT_EQ(over_bucket({{0, 1}, {0, 1}, {4, 1}, {5, 1}}, 2, 10, 2), 1U);
  EXPECT_EQ(over_bucket({{0, 2}, {100, 3}}, 2, 10, 2), 1U);
}

} // namespace ballast
