#include "actors/startup_table.hpp"
#include "tests/support/status_reports.hpp"

#include <gtest/gtest.h>

namespace ballast {

namespace {

TEST(StartupTable, NamesEveryVenueWithItsReason) {
  const auto lines = startup_table(test::connected_report());
  ASSERT_EQ(lines.size(), 3U);
  EXPECT_NE(lines[1].find("647 of 970"), std::string::npos) << lines[1];
  EXPECT_NE(lines[1].find("USD 1000"), std::string::npos) << lines[1];
  EXPECT_NE(lines[2].find("Kraken credentials not configured for MASTER "
                          "(skipping)"),
            std::string::npos);
}

TEST(StartupTable, AlignsItsColumns) {
  const auto lines = startup_table(test::connected_report());
  EXPECT_EQ(lines[0].find("state"), lines[1].find("connected"));
  EXPECT_EQ(lines[0].find("state"), lines[2].find("skipped"));
}

TEST(Heartbeat, SaysNoWithItsReason) {
  const auto line = heartbeat_line(test::connected_report());
  EXPECT_NE(line.find("trading=NO reason=\"this version places no orders\""),
            std::string::npos)
    << line;
  EXPECT_NE(line.find("venues=1/2 connected"), std::string::npos) << line;
}

TEST(Heartbeat, CountsWhoIsHaltedAsConnected) {
  auto report = test::connected_report();
  report.venues[0].halted = "person: lunch";
  const auto line = heartbeat_line(report);
  EXPECT_NE(line.find("venues=1/2 connected"), std::string::npos) << line;
}

TEST(VenueState, GivesAReasonForEverythingButConnected) {
  auto row = test::connected_report().venues[0];
  EXPECT_EQ(state_of(row).state, "connected");
  EXPECT_EQ(state_of(row).reason, "");
  row.halted = "person: lunch";
  EXPECT_EQ(state_of(row).state, "halted");
  EXPECT_EQ(state_of(row).reason, "no new entries: person: lunch");
  row.halted.clear();
  row.health.score = std::optional<std::int32_t>{48};
  EXPECT_EQ(state_of(row).state, "degraded");
  row.health.breaker = {breaker_state::open, 1, std::chrono::seconds{23}};
  EXPECT_EQ(state_of(row).state, "open");
  EXPECT_NE(state_of(row).reason.find("23s"), std::string::npos);
  row.health.breaker.rule = breaker_rule::held_open;
  EXPECT_NE(state_of(row).reason.find("by a person"), std::string::npos);
  row.broker.phase = broker_phase::failed;
  row.broker.reason = "key refused";
  EXPECT_EQ(state_of(row).state, "failed");
  EXPECT_EQ(state_of(row).reason, "key refused");
}

} // namespace

} // namespace ballast
