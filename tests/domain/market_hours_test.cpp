#include "domain/market_hours.hpp"
#include "domain/random.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <vector>

namespace ballast {

namespace {

using namespace std::chrono_literals;
using std::chrono::minutes;
using std::chrono::sys_days;
using std::chrono::year;
using std::chrono::year_month_day;

constexpr auto half_past_nine = minutes{9h + 30min};

unix_time utc(year_month_day date, minutes clock = 0min) {
  return unix_time{sys_days{date}} + clock;
}

session_day whole(year_month_day date) { return {date, half_past_nine, 16h}; }
session_day half(year_month_day date) { return {date, half_past_nine, 13h}; }

market_hours hours_of(std::vector<session_day> calendar) {
  auto made = market_hours::make(std::move(calendar));
  EXPECT_TRUE(made.ok());
  return std::move(*made);
}

struct change {
  int of_year;
  unsigned march;    ///< Day at which clocks go forward.
  unsigned november; ///< Day at which they go back.
};

// Source: the time zone database, America/New_York.
constexpr auto changes = std::array{
  change{2007, 11, 4}, change{2008, 9, 2},  change{2009, 8, 1},
  change{2010, 14, 7}, change{2011, 13, 6}, change{2012, 11, 4},
  change{2013, 10, 3}, change{2014, 9, 2},  change{2015, 8, 1},
  change{2016, 13, 6}, change{2017, 12, 5}, change{2018, 11, 4},
  change{2019, 10, 3}, change{2020, 8, 1},  change{2021, 14, 7},
  change{2022, 13, 6}, change{2023, 12, 5}, change{2024, 10, 3},
  change{2025, 9, 2},  change{2026, 8, 1},  change{2027, 14, 7},
  change{2028, 12, 5}, change{2029, 11, 4}, change{2030, 10, 3},
  change{2031, 9, 2},  change{2032, 14, 7}, change{2033, 13, 6},
  change{2034, 12, 5}, change{2035, 11, 4}, change{2036, 9, 2},
  change{2037, 8, 1},
};

} // namespace

TEST(NewYorkTime, FollowsTheTimeZoneDatabaseToTheMillisecond) {
  for (const auto& x : changes) {
    const auto forward = utc(year{x.of_year} / 3 / x.march, 7h);
    const auto back = utc(year{x.of_year} / 11 / x.november, 6h);
    EXPECT_EQ(new_york_offset(forward - 1ms), -5h) << x.of_year;
    EXPECT_EQ(new_york_offset(forward), -4h) << x.of_year;
    EXPECT_EQ(new_york_offset(back - 1ms), -4h) << x.of_year;
    EXPECT_EQ(new_york_offset(back), -5h) << x.of_year;
  }
}

TEST(NewYorkTime, IsStandardTimeAroundTheTurnOfTheYear) {
  for (const auto x : {utc(2024y / 12 / 31, 23h + 59min), utc(2025y / 1 / 1),
                       utc(2025y / 1 / 1, 5h)})
    EXPECT_EQ(new_york_offset(x), -5h);
  EXPECT_EQ(new_york_time(2024y / 12 / 31, 23h), utc(2025y / 1 / 1, 4h));
}

TEST(NewYorkTime, TakesTheFirstOfTwoHoursAndSkipsTheOneLeftOut) {
  EXPECT_EQ(new_york_time(2024y / 11 / 3, 1h + 30min),
            utc(2024y / 11 / 3, 5h + 30min));
  EXPECT_EQ(new_york_time(2024y / 11 / 3, 2h), utc(2024y / 11 / 3, 7h));
  EXPECT_EQ(new_york_time(2024y / 3 / 10, 1h + 59min),
            utc(2024y / 3 / 10, 6h + 59min));
  EXPECT_EQ(new_york_time(2024y / 3 / 10, 2h + 30min),
            utc(2024y / 3 / 10, 7h + 30min));
  EXPECT_EQ(new_york_time(2024y / 3 / 10, 3h), utc(2024y / 3 / 10, 7h));
}

TEST(NewYorkTime, ShowsTheClockThatWasAskedFor) {
  auto random = random_source{20'261'126};
  for (int i = 0; i < 20'000; ++i) {
    const auto date = year_month_day{sys_days{2007y / 1 / 1}
                                     + std::chrono::days{random.below(11'000)}};
    // The hours that come twice or not at all lie before three.
    const auto clock = minutes{180 + random.below(21 * 60)};
    const auto moment = new_york_time(date, clock);
    ASSERT_EQ(moment + new_york_offset(moment), utc(date, clock));
  }
}

TEST(MarketHours, AreOpenFromTheOpeningUntilJustBeforeTheClosing) {
  const auto hours = hours_of({whole(2024y / 7 / 1)});
  const auto open = utc(2024y / 7 / 1, 13h + 30min);
  const auto close = utc(2024y / 7 / 1, 20h);
  EXPECT_FALSE(hours.is_open(open - 1ms));
  EXPECT_TRUE(hours.is_open(open));
  EXPECT_TRUE(hours.is_open(close - 1ms));
  EXPECT_FALSE(hours.is_open(close));
  EXPECT_EQ(hours.next_open(open - 1ms), open);
  EXPECT_FALSE(hours.next_open(open)) << "the one after is not known";
  EXPECT_EQ(hours.next_close(open), close);
  EXPECT_EQ(hours.next_close(close - 1ms), close);
  EXPECT_FALSE(hours.next_close(close));
}

TEST(MarketHours, SayWhatTheVenueOnceSaid) {
  // A recorded clock: 2023-11-22T08:07:57-05:00, the day before Thanksgiving.
  const auto hours = hours_of({whole(2023y / 11 / 22), half(2023y / 11 / 24)});
  const auto asked = utc(2023y / 11 / 22, 13h + 7min);
  EXPECT_FALSE(hours.is_open(asked));
  EXPECT_EQ(hours.next_open(asked), utc(2023y / 11 / 22, 14h + 30min));
  EXPECT_EQ(hours.next_close(asked), utc(2023y / 11 / 22, 21h));
}

TEST(MarketHours, AHolidayHasNoRowAndIsClosed) {
  const auto hours = hours_of({whole(2023y / 11 / 22), half(2023y / 11 / 24)});
  const auto noon = utc(2023y / 11 / 23, 17h);
  EXPECT_FALSE(hours.is_open(noon));
  EXPECT_EQ(hours.next_open(noon), utc(2023y / 11 / 24, 14h + 30min));
}

TEST(MarketHours, AHalfDayClosesEarly) {
  const auto hours = hours_of({half(2023y / 11 / 24)});
  EXPECT_TRUE(hours.is_open(utc(2023y / 11 / 24, 17h + 59min)));
  EXPECT_FALSE(hours.is_open(utc(2023y / 11 / 24, 18h)));
}

TEST(MarketHours, ShiftInTheWeeksInWhichEuropeHasOtherTime) {
  // Clocks go forward on 10 March here and on the 31st in Europe; back on
  // 3 November here and on 27 October there.
  const auto hours = hours_of({whole(2024y / 3 / 8), whole(2024y / 3 / 11),
                               whole(2024y / 4 / 1), whole(2024y / 10 / 25),
                               whole(2024y / 10 / 28), whole(2024y / 11 / 4)});
  const auto opening = [&](year_month_day date) {
    return *hours.next_open(utc(date)) - utc(date);
  };
  EXPECT_EQ(opening(2024y / 3 / 8), 14h + 30min);
  EXPECT_EQ(opening(2024y / 3 / 11), 13h + 30min);
  EXPECT_EQ(opening(2024y / 4 / 1), 13h + 30min);
  EXPECT_EQ(opening(2024y / 10 / 25), 13h + 30min);
  EXPECT_EQ(opening(2024y / 10 / 28), 13h + 30min);
  EXPECT_EQ(opening(2024y / 11 / 4), 14h + 30min);
}

TEST(MarketHours, CrossTheTurnOfTheYear) {
  const auto hours = hours_of({whole(2025y / 1 / 2), whole(2024y / 12 / 31)});
  EXPECT_TRUE(hours.is_open(utc(2024y / 12 / 31, 20h + 59min)));
  const auto midnight = utc(2025y / 1 / 1);
  EXPECT_FALSE(hours.is_open(midnight));
  EXPECT_EQ(hours.next_open(midnight), utc(2025y / 1 / 2, 14h + 30min));
  EXPECT_EQ(hours.next_close(midnight), utc(2025y / 1 / 2, 21h));
}

TEST(MarketHours, WithoutACalendarAreClosedAndKnowNothing) {
  const auto hours = hours_of({});
  for (const auto x : {unix_time::min(), unix_time{}, unix_time::max()}) {
    EXPECT_FALSE(hours.is_open(x));
    EXPECT_FALSE(hours.next_open(x));
    EXPECT_FALSE(hours.next_close(x));
  }
}

TEST(MarketHours, ReachFromOneMidnightToTheNext) {
  const auto hours
    = hours_of({{2024y / 11 / 3, 0min, 24h}, {2024y / 11 / 4, 0min, 24h}});
  const auto midnight = utc(2024y / 11 / 4, 5h);
  EXPECT_TRUE(hours.is_open(midnight - 1ms));
  EXPECT_TRUE(hours.is_open(midnight));
  EXPECT_EQ(hours.next_close(midnight - 1ms), midnight);
  EXPECT_EQ(hours.next_open(midnight - 1ms), midnight);
}

TEST(MarketHours, LeaveOutASessionInsideTheHourThatIsNotThere) {
  const auto hours = hours_of({{2024y / 3 / 10, 2h + 30min, 3h}});
  EXPECT_FALSE(hours.next_open(utc(2024y / 3 / 1)));
}

TEST(MarketHours, RefuseACalendarThatCannotBe) {
  const auto good = whole(2024y / 7 / 1);
  for (const auto& bad :
       {whole(2024y / 2 / 30), whole(2006y / 7 / 3), whole(10'000y / 1 / 1),
        good, session_day{2024y / 7 / 2, 16h, 9h},
        session_day{2024y / 7 / 2, 9h, 9h},
        session_day{2024y / 7 / 2, -1min, 9h},
        session_day{2024y / 7 / 2, 9h, 24h + 1min},
        session_day{2024y / 7 / 1, 17h, 18h}}) {
    const auto made = market_hours::make({good, bad});
    ASSERT_FALSE(made.ok());
    EXPECT_EQ(made.error().code, ec::invalid_argument);
    EXPECT_NE(made.error().text.find("calendar"), std::string::npos);
  }
}

namespace {

/// Some days of two years, in no order, each with a session of its own.
std::vector<session_day> some_calendar(random_source& random) {
  std::vector<session_day> calendar;
  for (unsigned day = 0; day < 730; ++day) {
    if (random.below(3) == 0)
      continue;
    const auto open = minutes{180 + random.below(600)};
    calendar.push_back(
      {year_month_day{sys_days{2026y / 1 / 1} + std::chrono::days{day}}, open,
       open + minutes{1 + random.below(600)}});
  }
  for (auto i = calendar.size(); i > 1; --i)
    std::swap(calendar[i - 1], calendar[random.below(i)]);
  return calendar;
}

} // namespace

TEST(MarketHours, AgreeWithASearchThroughEveryRow) {
  auto random = random_source{7};
  for (int round = 0; round < 20; ++round) {
    const auto calendar = some_calendar(random);
    const auto hours = hours_of(calendar);
    for (int i = 0; i < 100; ++i) {
      const auto x = utc(2025y / 12 / 25) + minutes{random.below(745 * 1440)};
      bool is_open = false;
      std::optional<unix_time> open;
      std::optional<unix_time> close;
      const auto lower = [&](auto& least, unix_time y) {
        if (x < y && (!least || y < *least))
          least = y;
      };
      for (const auto& row : calendar) {
        const auto begin = new_york_time(row.date, row.open);
        const auto end = new_york_time(row.date, row.close);
        is_open = is_open || (begin <= x && x < end);
        lower(open, begin);
        lower(close, end);
      }
      ASSERT_EQ(hours.is_open(x), is_open) << "round " << round;
      ASSERT_EQ(hours.next_open(x), open) << "round " << round;
      ASSERT_EQ(hours.next_close(x), close) << "round " << round;
    }
  }
}

TEST(MarketHours, AlternateBetweenOpenAndClosedAtWhatTheyAnnounce) {
  auto random = random_source{11};
  const auto calendar = some_calendar(random);
  const auto hours = hours_of(calendar);
  std::size_t sessions = 0;
  auto now = utc(2025y / 12 / 31);
  while (const auto open = hours.next_open(now)) {
    ASSERT_FALSE(hours.is_open(*open - 1ms));
    ASSERT_TRUE(hours.is_open(*open));
    now = *hours.next_close(*open);
    ASSERT_TRUE(hours.is_open(now - 1ms));
    ASSERT_FALSE(hours.is_open(now));
    ++sessions;
  }
  EXPECT_EQ(sessions, calendar.size());
}

} // namespace ballast
