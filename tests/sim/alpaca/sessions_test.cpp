// Dates are checked against the exchange's own published calendars.
#include "sim/alpaca/sessions.hpp"
#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

#include <set>

namespace ballast::sim::alpaca {
namespace {

using json = nlohmann::json;

class AlpacaClock : public simulated_alpaca {};
class AlpacaCalendar : public simulated_alpaca {};

TEST_F(AlpacaClock, TellsNewYorksTimeAndThatTheMarketIsOpen) {
  EXPECT_EQ(get("/v2/clock").body,
            R"({"timestamp":"2026-11-25T10:15:30.250000000-05:00",)"
            R"("is_open":true,"next_open":"2026-11-27T09:30:00-05:00",)"
            R"("next_close":"2026-11-25T16:00:00-05:00"})");
}

TEST_F(AlpacaClock, SkipsThanksgivingAndClosesEarlyOnTheDayAfter) {
  at(1'795'705'200); // Thursday, 10:00.
  const auto clock = get_json("/v2/clock");
  EXPECT_EQ(clock["is_open"], false);
  EXPECT_EQ(clock["next_open"], "2026-11-27T09:30:00-05:00");
  EXPECT_EQ(clock["next_close"], "2026-11-27T13:00:00-05:00");
}

TEST_F(AlpacaClock, OpensAndClosesToTheSecond) {
  const auto session = *session_on(*parse_date("2026-07-02"));
  EXPECT_FALSE(is_open(session.open - 1));
  EXPECT_TRUE(is_open(session.open));
  EXPECT_TRUE(is_open(session.close - 1));
  EXPECT_FALSE(is_open(session.close));
  EXPECT_EQ(session.close - session.open, 6 * 3'600 + 1'800);
}

TEST_F(AlpacaClock, KnowsSummerTime) {
  at(1'783'000'800); // 2026-07-02, 14:00 UTC.
  EXPECT_EQ(get_json("/v2/clock")["timestamp"],
            "2026-07-02T10:00:00.000000000-04:00");
  // New York's clocks change between these two Fridays and Mondays.
  EXPECT_EQ(session_on(*parse_date("2026-03-06"))->open % 86'400,
            14 * 3'600 + 1'800);
  EXPECT_EQ(session_on(*parse_date("2026-03-09"))->open % 86'400,
            13 * 3'600 + 1'800);
  EXPECT_EQ(session_on(*parse_date("2026-10-30"))->open % 86'400,
            13 * 3'600 + 1'800);
  EXPECT_EQ(session_on(*parse_date("2026-11-02"))->open % 86'400,
            14 * 3'600 + 1'800);
}

TEST_F(AlpacaClock, RunsAheadWhereTheFaultSaysSo) {
  set_faults(R"([{"kind":"clock_skew","value":"90s"}])");
  EXPECT_EQ(get_json("/v2/clock")["timestamp"],
            "2026-11-25T10:17:00.250000000-05:00");
}

/// A year's days without a session, and those that end at 13:00.
struct exchange_year {
  int year;
  std::set<std::string> holidays;
  std::set<std::string> early;
};

class NewYorkYear : public testing::TestWithParam<exchange_year> {};

TEST_P(NewYorkYear, HasTheHolidaysThatTheExchangePublished) {
  auto holidays = std::set<std::string>{};
  auto early = std::set<std::string>{};
  using namespace std::chrono;
  for (auto day = sys_days{year{GetParam().year} / 1 / 1};
       day < sys_days{year{GetParam().year + 1} / 1 / 1}; day += days{1}) {
    const auto found = session_on(day);
    const auto is_weekend = weekday{day} == Saturday || weekday{day} == Sunday;
    EXPECT_FALSE(is_weekend && found) << date_text(day);
    if (!is_weekend && !found)
      holidays.insert(date_text(day).substr(5));
    if (found && found->is_early)
      early.insert(date_text(day).substr(5));
  }
  EXPECT_EQ(holidays, GetParam().holidays);
  EXPECT_EQ(early, GetParam().early);
}

INSTANTIATE_TEST_SUITE_P(
  Published, NewYorkYear,
  testing::Values(exchange_year{2022,
                                {"01-17", "02-21", "04-15", "05-30", "06-20",
                                 "07-04", "09-05", "11-24", "12-26"},
                                {"11-25"}},
                  exchange_year{2023,
                                {"01-02", "01-16", "02-20", "04-07", "05-29",
                                 "06-19", "07-04", "09-04", "11-23", "12-25"},
                                {"07-03", "11-24"}},
                  exchange_year{2024,
                                {"01-01", "01-15", "02-19", "03-29", "05-27",
                                 "06-19", "07-04", "09-02", "11-28", "12-25"},
                                {"07-03", "11-29", "12-24"}},
                  exchange_year{2026,
                                {"01-01", "01-19", "02-16", "04-03", "05-25",
                                 "06-19", "07-03", "09-07", "11-26", "12-25"},
                                {"11-27", "12-24"}},
                  exchange_year{2027,
                                {"01-01", "01-18", "02-15", "03-26", "05-31",
                                 "06-18", "07-05", "09-06", "11-25", "12-24"},
                                {"11-26"}}));

TEST_F(AlpacaCalendar, TellsTheDaysOfAWeekWithAHoliday) {
  const auto days = get_json("/v2/calendar?start=2026-11-23&end=2026-11-29");
  ASSERT_EQ(days.size(), 4U);
  EXPECT_EQ(days[2], json({{"date", "2026-11-25"},
                           {"open", "09:30"},
                           {"close", "16:00"},
                           {"session_open", "0400"},
                           {"session_close", "2000"},
                           {"settlement_date", "2026-11-27"}}));
  EXPECT_EQ(days[3], json({{"date", "2026-11-27"},
                           {"open", "09:30"},
                           {"close", "13:00"},
                           {"session_open", "0400"},
                           {"session_close", "1700"},
                           {"settlement_date", "2026-11-30"}}));
}

TEST_F(AlpacaCalendar, RefusesWhatIsNoDate) {
  for (const auto* target :
       {"/v2/calendar?start=yesterday", "/v2/calendar?end=2026-02-30",
        "/v2/calendar?start=0"}) {
    const auto reply = get(target);
    EXPECT_EQ(reply.status, 422U) << target;
    EXPECT_NE(reply.body.find("42210000"), std::string::npos);
  }
}

} // namespace
} // namespace ballast::sim::alpaca
