#include "tests/sim/alpaca/simulated_alpaca.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto data = "/v2/stocks/quotes/latest?symbols=AAPL";
constexpr auto public_data = "/v1beta3/crypto/us/latest/quotes?symbols=BTC/USD";

class AlpacaLimits : public simulated_alpaca {
protected:
  AlpacaLimits()
      : simulated_alpaca{
        {.accounts = 2,
         .trading_limit = {limit_kind::fixed_window, 3, 60s, 0},
         .data_limit = {limit_kind::fixed_window, 2, 60s, 0}}} {}

  static std::string header(const net::reply& x, const std::string& name) {
    return std::string{net::find_header(x.headers, name).value_or("none")};
  }
};

class AlpacaByDefault : public simulated_alpaca {};

TEST_F(AlpacaByDefault, TakesTwoHundredCallsAMinute) {
  for (auto i = 0; i < 200; ++i)
    ASSERT_EQ(get("/v2/clock").status, 200U) << i;
  EXPECT_EQ(get("/v2/clock").status, 429U);
  EXPECT_EQ(get(data).status, 200U);
}

TEST_F(AlpacaLimits, AreToldInTheHeadersOfEveryAnswer) {
  // 5 hours and 30.25 seconds of the steady clock: 29.75 s are left.
  pass(30s + 250ms);
  for (const auto* left : {"2", "1", "0"}) {
    const auto reply = get("/v2/clock");
    EXPECT_EQ(reply.status, 200U);
    EXPECT_EQ(header(reply, "X-RateLimit-Limit"), "3");
    EXPECT_EQ(header(reply, "X-RateLimit-Remaining"), left);
  }
  const auto refused = get("/v2/clock");
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.body,
            R"({"code":42910000,"message":"rate limit exceeded"})");
  EXPECT_EQ(header(refused, "X-RateLimit-Remaining"), "0");
  // The calendar shows 09:15:30.250 + 30.25 s; the window ends 29.75 s later.
  EXPECT_EQ(header(refused, "X-RateLimit-Reset"), "1795619791");
}

TEST_F(AlpacaLimits, BeginAnewWithTheNextMinute) {
  for (auto i = 0; i < 3; ++i)
    get("/v2/clock");
  pass(60s - 1ns);
  EXPECT_EQ(get("/v2/clock").status, 429U);
  pass(1ns);
  EXPECT_EQ(get("/v2/clock").status, 200U);
  EXPECT_EQ(venue->stats().over_limit, 1U);
  EXPECT_EQ(venue->stats().rate_limited, 1U);
}

TEST_F(AlpacaLimits, OfTradingDataAndNobodyAreApart) {
  for (auto i = 0; i < 3; ++i)
    EXPECT_EQ(get("/v2/clock").status, 200U);
  for (auto i = 0; i < 2; ++i)
    EXPECT_EQ(get(data).status, 200U);
  EXPECT_EQ(get("/v2/clock").status, 429U);
  const auto refused = get(data);
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.body, R"({"message":"too many requests."})");
  for (auto i = 0; i < 2; ++i)
    EXPECT_EQ(ask(public_data, {}).status, 200U);
  EXPECT_EQ(ask(public_data, {}).status, 429U);
}

TEST_F(AlpacaLimits, AreOfEachAccount) {
  for (auto i = 0; i < 4; ++i)
    get("/v2/clock");
  master = venue->accounts().at(1);
  EXPECT_EQ(get("/v2/clock").status, 200U);
}

TEST_F(AlpacaLimits, TakeNothingForAWrongKey) {
  for (auto i = 0; i < 9; ++i)
    EXPECT_EQ(ask("/v2/clock", {}).status, 401U);
  EXPECT_EQ(get("/v2/clock").status, 200U);
}

} // namespace
} // namespace ballast::sim
