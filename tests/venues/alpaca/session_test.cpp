#include "tests/venues/recorded.hpp"
#include "venues/alpaca/adapter.hpp"
#include "venues/alpaca/session.hpp"
#include "venues/rfc3339.hpp"

#include <gtest/gtest.h>

namespace ballast::venues::alpaca {
namespace {

using namespace std::chrono_literals;

unix_time at(const char* text) { return parse_rfc3339(text).value(); }

session_day day_of(int year, unsigned month, unsigned day,
                   std::chrono::minutes close) {
  return {std::chrono::year{year} / static_cast<int>(month)
            / static_cast<int>(day),
          9h + 30min, close};
}

/// The half day after Thanksgiving, and days on both sides of the change to
/// daylight saving time.
session known() {
  session x;
  x.learn({day_of(2025, 11, 28, 13h), day_of(2026, 3, 6, 16h),
           day_of(2026, 3, 9, 16h)});
  return x;
}

TEST(AlpacaSession, EndsAtOneOnAHalfDay) {
  const auto x = known();
  EXPECT_FALSE(x.is_open(at("2025-11-28T14:29:59Z")));
  EXPECT_TRUE(x.is_open(at("2025-11-28T14:30:00Z")));
  EXPECT_TRUE(x.is_open(at("2025-11-28T17:59:59Z")));
  EXPECT_FALSE(x.is_open(at("2025-11-28T18:00:00Z")));
}

TEST(AlpacaSession, ComesAnHourEarlierInDaylightSavingTime) {
  const auto x = known();
  EXPECT_FALSE(x.is_open(at("2026-03-06T13:30:00Z")));
  EXPECT_TRUE(x.is_open(at("2026-03-06T20:59:59Z")));
  EXPECT_TRUE(x.is_open(at("2026-03-09T13:30:00Z")));
  EXPECT_FALSE(x.is_open(at("2026-03-09T20:00:00Z")));
}

TEST(AlpacaSession, IsClosedAsLongAsNothingIsKnown) {
  EXPECT_FALSE(session{}.is_open(at("2026-03-09T15:00:00Z")));
}

TEST(AlpacaSession, IsClosedWhereEitherTheClockOrTheCalendarSaysSo) {
  auto x = known();
  const auto now = at("2026-03-09T15:00:00Z");
  x.learn(exchange_clock{now, false, now + 1h});
  EXPECT_FALSE(x.is_open(now));
  EXPECT_TRUE(x.is_open(now + 1h)); // The clock's word is over.
  const auto holiday = at("2026-03-10T15:00:00Z");
  x.learn(exchange_clock{holiday, true, holiday + 1h});
  EXPECT_FALSE(x.is_open(holiday));
}

TEST(AlpacaSession, GoesByTheClockWithoutACalendar) {
  session x;
  const auto now = at("2026-03-09T15:00:00Z");
  x.learn(exchange_clock{now, true, now + 1h});
  EXPECT_TRUE(x.is_open(now + 59min));
  EXPECT_FALSE(x.is_open(now + 1h));
  EXPECT_FALSE(x.is_open(now - 1s));
}

TEST(AlpacaSession, IsWhatTheAdapterHasReadOfTheCalendarAndForSharesAlone) {
  auto made = make_alpaca({});
  ASSERT_TRUE(made);
  auto& venue = **made;
  market share;
  share.venue_symbol = "AAPL";
  market coin;
  coin.venue_symbol = "BTC/USD";
  const auto now = at("2026-03-09T15:00:00Z");
  EXPECT_FALSE(venue.is_in_session(share, now));
  EXPECT_TRUE(venue.is_in_session(coin, now));
  EXPECT_EQ(venue.calendar_request(now)->call.target,
            "/v2/calendar?start=2026-03-08&end=2026-03-23");
  EXPECT_TRUE(venue
                .calendar_answer(reply_of(
                  R"([{"date":"2026-03-09","open":"09:30","close":"16:00"}])"))
                .value);
  EXPECT_TRUE(venue.is_in_session(share, now));
  // The same day, halted: the clock knows.
  EXPECT_TRUE(venue
                .time_answer(reply_of(
                  R"({"timestamp":"2026-03-09T11:00:00-04:00","is_open":false,)"
                  R"("next_open":"2026-03-10T09:30:00-04:00",)"
                  R"("next_close":"2026-03-10T16:00:00-04:00"})"))
                .value);
  EXPECT_FALSE(venue.is_in_session(share, now));
}

} // namespace
} // namespace ballast::venues::alpaca
