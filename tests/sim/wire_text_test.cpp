#include "sim/wire_text.hpp"

#include <gtest/gtest.h>

#include <limits>

namespace ballast::sim {
namespace {

TEST(DecimalText, PlacesThePointAndDropsTrailingZeros) {
  EXPECT_EQ(decimal_text(6'631'240, 2), "66312.4");
  EXPECT_EQ(decimal_text(6'631'200, 2), "66312");
  EXPECT_EQ(decimal_text(1, 8), "0.00000001");
  EXPECT_EQ(decimal_text(100, 0), "100");
  EXPECT_EQ(decimal_text(0, 4), "0");
  EXPECT_EQ(decimal_text(-25, 1), "-2.5");
  EXPECT_EQ(decimal_text(std::numeric_limits<std::int64_t>::min(), 0),
            "-9223372036854775808");
}

TEST(DecimalsOf, CountsThePlacesOfAnIncrement) {
  EXPECT_EQ(decimals_of("0.0001"), 4);
  EXPECT_EQ(decimals_of("1"), 0);
}

TEST(IsoTime, ReadsLikeTheVenuesClock) {
  const auto x = unix_time{std::chrono::milliseconds{1'709'005'034'007}};
  EXPECT_EQ(iso_seconds(x), "2024-02-27T03:37:14Z");
  EXPECT_EQ(iso_milliseconds(x), "2024-02-27T03:37:14.007Z");
}

} // namespace
} // namespace ballast::sim
