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

TEST(FixedText, KeepsTrailingZeros) {
  EXPECT_EQ(fixed_text(6'631'200, 2), "66312.00");
  EXPECT_EQ(fixed_text(1, 8), "0.00000001");
  EXPECT_EQ(fixed_text(100, 0), "100");
  EXPECT_EQ(fixed_text(0, 4), "0.0000");
  EXPECT_EQ(fixed_text(-25, 1), "-2.5");
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

TEST(Rfc1123Time, ReadsLikeKrakensClock) {
  const auto text = [](std::int64_t seconds) {
    return rfc1123_seconds(unix_time{std::chrono::seconds{seconds}});
  };
  EXPECT_EQ(text(1'688'669'448), "Thu, 06 Jul 23 18:50:48 +0000");
  EXPECT_EQ(text(1'704'067'199), "Sun, 31 Dec 23 23:59:59 +0000");
  EXPECT_EQ(text(946'684'800), "Sat, 01 Jan 00 00:00:00 +0000");
}

} // namespace
} // namespace ballast::sim
