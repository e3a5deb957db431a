#include "domain/random.hpp"
#include "domain/scan_pace.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast {
namespace {

using namespace std::chrono_literals;

/// A minute of batches of ten, permitted at so many a second.
void scan_a_minute(scan_pace& x, double pace, time_point& now) {
  const auto took = std::chrono::duration_cast<duration>(
    std::chrono::duration<double>{10 / pace});
  for (auto sum = duration{}; sum < 60s; sum += took)
    x.sent(10, took, now += took);
}

TEST(ScanPace, IsWhatIsPublishedUntilAMinuteWasMeasured) {
  scan_pace x;
  auto now = time_point{} + 1h;
  EXPECT_EQ(x.of(10, now), 10);
  x.sent(10, 59s, now);
  EXPECT_EQ(x.of(10, now), 10);
  x.sent(10, 1s, now);
  EXPECT_NEAR(x.of(10, now), 20.0 / 60, 1e-9);
}

TEST(ScanPace, SaysNothingOfASmallDifference) {
  scan_pace x;
  auto now = time_point{} + 1h;
  scan_a_minute(x, 9.3, now);
  EXPECT_EQ(x.of(10, now), 10);
  scan_a_minute(x, 12, now);
  EXPECT_EQ(x.of(10, now), 10) << "more than is published is never believed";
}

TEST(ScanPace, HasItsLimitBackOnceOthersLeaveIt) {
  scan_pace x;
  auto now = time_point{} + 1h;
  scan_a_minute(x, 1, now);
  EXPECT_NEAR(x.of(10, now), 1, 0.01);
  scan_a_minute(x, 10, now);
  EXPECT_EQ(x.of(10, now), 10);
}

TEST(ScanPace, IsTriedAgainWhereNothingWasScannedForLong) {
  scan_pace x;
  auto now = time_point{} + 1h;
  scan_a_minute(x, 1, now);
  EXPECT_LT(x.of(10, now + 9min), 2);
  EXPECT_EQ(x.of(10, now + 11min), 10);
}

TEST(ScanPace, NeverComesToNothing) {
  scan_pace x;
  x.sent(0, 2min, time_point{} + 1h);
  EXPECT_EQ(x.of(10, time_point{} + 1h), 0.1);
}

// All of a window may leave at once at its beginning: that is no higher pace.
TEST(ScanPace, AveragesOverAWholeWindow) {
  scan_pace x;
  auto now = time_point{} + 1h;
  for (int minute = 0; minute < 10; ++minute) {
    for (int batch = 0; batch < 19; ++batch)
      x.sent(15, 0s, now);
    x.sent(15, 60s, now += 60s);
    EXPECT_EQ(x.of(5, now), 5);
    EXPECT_NEAR(x.of(50, now), 5, 0.01);
  }
}

TEST(ScanPace, HoldsStillWhileItWavers) {
  auto random = random_source{1};
  scan_pace x;
  auto now = time_point{} + 1h;
  std::set<double> told;
  for (int minute = 0; minute < 100; ++minute) {
    scan_a_minute(x, 0.9 + 0.2 * random.uniform(), now);
    told.insert(x.of(10, now));
  }
  EXPECT_EQ(told.size(), 1U);
}

} // namespace
} // namespace ballast
