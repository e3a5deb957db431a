#include "domain/random.hpp"
#include "venues/rfc3339.hpp"

#include <gtest/gtest.h>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;

} // namespace

TEST(Rfc3339, ReadsAMomentWhateverItsOffset) {
  const auto moment = unix_time{1'700'658'477'654ms};
  for (const auto* text :
       {"2023-11-22T08:07:57.654738097-05:00", "2023-11-22T13:07:57.654Z",
        "2023-11-22T13:07:57.6549Z", "2023-11-22T18:37:57.654+05:30",
        "2023-11-23T12:07:57.654+23:00"})
    EXPECT_EQ(parse_rfc3339(text), moment) << text;
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00Z"), unix_time{});
  EXPECT_EQ(parse_rfc3339("1970-01-01T00:00:00.5+00:00"), unix_time{500ms});
  EXPECT_EQ(parse_rfc3339("2016-12-31T23:59:60Z"),
            parse_rfc3339("2017-01-01T00:00:00Z"));
}

TEST(Rfc3339, RefusesWhatIsNoMoment) {
  for (const auto* text :
       {"", "2023-11-22", "2023-11-22T08:07:57", "2023-11-22 08:07:57Z",
        "2023-11-22T08:07Z", "2023-11-22T08:07:57.Z", "2023-11-22T24:00:00Z",
        "2023-11-22T08:60:00Z", "2023-11-22T08:07:61Z", "2023-02-29T08:07:57Z",
        "2023-13-01T08:07:57Z", "2023-11-22T08:07:57z", "2023-11-22T08:07:57-5",
        "2023-11-22T08:07:57-05:60", "2023-11-22T08:07:57+24:00",
        "2023-11-22T08:07:57Z ", "+023-11-22T08:07:57Z", "1700658477"})
    EXPECT_FALSE(parse_rfc3339(text)) << text;
}

TEST(Rfc3339, WritesWhatItReads) {
  EXPECT_EQ(to_rfc3339(unix_time{1'709'970'000'999ms}), "2024-03-09T07:40:00Z");
  EXPECT_EQ(to_rfc3339_milliseconds(unix_time{1'709'970'000'009ms}),
            "2024-03-09T07:40:00.009Z");
  EXPECT_EQ(to_rfc3339_milliseconds(unix_time::max()),
            "9999-12-31T23:59:59.000Z");
  EXPECT_EQ(to_rfc3339(unix_time{-1ms}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(to_rfc3339(unix_time::max()), "9999-12-31T23:59:59Z");
  auto random = random_source{20'261'126};
  for (int i = 0; i < 10'000; ++i) {
    const auto moment
      = unix_time{std::chrono::seconds{random.below(253'402'300'800)}};
    ASSERT_EQ(parse_rfc3339(to_rfc3339(moment)), moment);
  }
}

TEST(Rfc3339, ReadsADateAlone) {
  using std::chrono::year_month_day;
  EXPECT_EQ(parse_date("2024-02-29"), year_month_day(2024y / 2 / 29));
  for (const auto* text : {"", "2023-02-29", "2024-2-29", "2024-02-29T", "x"})
    EXPECT_FALSE(parse_date(text)) << text;
}

} // namespace ballast::venues
