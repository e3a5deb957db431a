#include "tests/venues/recorded.hpp"
#include "venues/limit_headers.hpp"

#include <gtest/gtest.h>

namespace ballast::venues {

namespace {

using namespace std::chrono_literals;

std::optional<duration> wait_of(std::string retry_after,
                                std::string date = {}) {
  auto x = reply_of("", 429, {{"retry-after", std::move(retry_after)}});
  if (!date.empty())
    x.headers.push_back({"Date", std::move(date)});
  return retry_after_of(x);
}

} // namespace

TEST(LimitHeaders, ReadsAnHttpDate) {
  EXPECT_EQ(parse_http_date("Sun, 06 Nov 1994 08:49:37 GMT"),
            unix_time{784'111'777s});
  EXPECT_EQ(parse_http_date("Mon, 29 Feb 2024 00:00:00 GMT"),
            unix_time{1'709'164'800s});
}

TEST(LimitHeaders, RefusesDatesThatAreNone) {
  for (const auto* text :
       {"", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
        "Sun, 31 Feb 2024 08:49:37 GMT", "Sun, 00 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nix 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 EST", "Sun, -6 Nov 1994 08:49:37 GMT"})
    EXPECT_FALSE(parse_http_date(text)) << text;
}

TEST(LimitHeaders, ReadsRetryAfterInSeconds) {
  EXPECT_EQ(wait_of("0"), 0s);
  EXPECT_EQ(wait_of("7"), 7s);
  EXPECT_EQ(wait_of(" 7 "), 7s);
}

TEST(LimitHeaders, BelievesNoWaitBeyondAnHour) {
  EXPECT_EQ(wait_of("3600"), 1h);
  EXPECT_EQ(wait_of("3601"), 1h);
  EXPECT_EQ(wait_of("99999999999999999999999999"), 1h);
  EXPECT_EQ(
    wait_of("Fri, 06 Nov 9999 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"),
    1h);
}

TEST(LimitHeaders, BelievesLongerWaitsWhereTheyAreAskedFor) {
  const auto x = reply_of(
    "", 418,
    {{"Retry-After", "100000"}, {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}});
  EXPECT_EQ(retry_after_of(x, 72h), 100'000s);
  EXPECT_EQ(retry_after_of(x, 24h), 24h);
  const auto now = unix_time{784'111'777s};
  EXPECT_EQ(wait_until(x, now + 2h, 72h), 2h);
  EXPECT_EQ(wait_until(x, now + 2h), 1h);
  EXPECT_EQ(wait_until(x, now - 2h), 0s);
  EXPECT_FALSE(wait_until(reply_of(""), now));
}

TEST(LimitHeaders, CountsADateFromTheRepliesOwnClock) {
  EXPECT_EQ(
    wait_of("Sun, 06 Nov 1994 08:49:47 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"),
    10s);
  EXPECT_EQ(
    wait_of("Sun, 06 Nov 1994 08:49:27 GMT", "Sun, 06 Nov 1994 08:49:37 GMT"),
    0s);
  EXPECT_FALSE(wait_of("Sun, 06 Nov 1994 08:49:47 GMT"));
}

TEST(LimitHeaders, IgnoresGarbage) {
  for (const auto* text : {"", "-1", "1e9", "abc", "1.5", "+3", "0x10", "7 s"})
    EXPECT_FALSE(wait_of(text)) << text;
  EXPECT_FALSE(retry_after_of(reply_of("", 429)));
}

TEST(LimitHeaders, ReadsTheLimitsThatHeadersTell) {
  const auto said = limits_of(reply_of("", 200,
                                       {{"X-RateLimit-Limit", "30"},
                                        {"x-ratelimit-remaining", "29"},
                                        {"x-ratelimit-reset", "1"}}));
  EXPECT_EQ(said.limit, 30U);
  EXPECT_EQ(said.remaining, 29U);
  EXPECT_FALSE(said.retry_after) << "a window that ends is no reason to wait";
}

TEST(LimitHeaders, WaitsForTheResetOfALimitThatWasHit) {
  EXPECT_EQ(
    limits_of(reply_of("", 429, {{"x-ratelimit-reset", "2"}})).retry_after, 2s);
  EXPECT_EQ(
    limits_of(
      reply_of("", 429, {{"x-ratelimit-reset", "2"}, {"Retry-After", "5"}}))
      .retry_after,
    5s);
  EXPECT_EQ(limits_of(reply_of("", 429,
                               {{"x-ratelimit-reset", "784111787"},
                                {"Date", "Sun, 06 Nov 1994 08:49:37 GMT"}}))
              .retry_after,
            10s);
  EXPECT_FALSE(
    limits_of(reply_of("", 429, {{"x-ratelimit-reset", "784111787"}}))
      .retry_after);
}

TEST(LimitHeaders, IgnoresLimitsThatAreNoNumbers) {
  for (const auto* text :
       {"", "-1", "1e9", "abc", "4294967296", "30, 30;w=1"}) {
    const auto said = limits_of(reply_of(
      "", 429, {{"x-ratelimit-limit", text}, {"x-ratelimit-remaining", text}}));
    EXPECT_FALSE(said.limit) << text;
    EXPECT_FALSE(said.remaining) << text;
    EXPECT_FALSE(said.retry_after) << text;
  }
}

} // namespace ballast::venues
