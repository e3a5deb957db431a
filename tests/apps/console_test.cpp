#include "apps/console.hpp"
#include "tests/support/status_reports.hpp"

#include <gtest/gtest.h>

namespace ballast::apps {

namespace {

TEST(Console, LetsNoTextForgeALineOrMoveTheCursor) {
  EXPECT_EQ(printable("a\nb\x1b[2Jc\x7f"), "a?b?[2Jc?");
  EXPECT_EQ(printable("BTC/USD \xc3\xbc"), "BTC/USD \xc3\xbc");
}

TEST(Console, ShowsHowFarTheRotationIs) {
  const auto line = progress_line(test::connected_report());
  EXPECT_NE(line.find("coinbase 410/647"), std::string::npos) << line;
  EXPECT_NE(line.find("63%"), std::string::npos) << line;
  EXPECT_NE(line.find("[############--------]"), std::string::npos) << line;
}

TEST(Console, ShowsNoProgressWithoutAScanner) {
  EXPECT_EQ(progress_line(status_report{}), "");
}

} // namespace

} // namespace ballast::apps
