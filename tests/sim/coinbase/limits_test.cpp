#include "tests/sim/coinbase/simulated_coinbase.hpp"

#include <gtest/gtest.h>

namespace ballast::sim {
namespace {

using namespace std::chrono_literals;

constexpr auto time_path = "/api/v3/brokerage/time";
constexpr auto private_path = "/api/v3/brokerage/key_permissions";

class CoinbaseLimits : public simulated_coinbase {};

class SlidingCoinbaseLimits : public simulated_coinbase {
protected:
  SlidingCoinbaseLimits() : simulated_coinbase{{.public_limit_slides = true}} {}
};

class BusyHour : public simulated_coinbase {
protected:
  BusyHour() : simulated_coinbase{{.calls_an_hour = 40}} {}
};

class TwoAccounts : public simulated_coinbase {
protected:
  TwoAccounts() : simulated_coinbase{{.accounts = 2}} {}
};

TEST_F(CoinbaseLimits, TakeTenPublicCallsAtOnceAndRefuseTheEleventh) {
  for (auto i = 0; i < 10; ++i) {
    const auto reply = ask(time_path).content;
    ASSERT_EQ(reply.status, 200U) << i;
    EXPECT_EQ(net::find_header(reply.headers, "x-ratelimit-limit"), "10");
    EXPECT_EQ(net::find_header(reply.headers, "x-ratelimit-remaining"),
              std::to_string(9 - i));
    EXPECT_EQ(net::find_header(reply.headers, "x-ratelimit-reset"), "1");
  }
  const auto refused = ask(time_path).content;
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(refused.body, R"({"errors":[{"id":"rate_limit_exceeded",)"
                          R"("message":"Too many requests"}]})");
  EXPECT_EQ(net::find_header(refused.headers, "x-ratelimit-remaining"), "0");
  pass(100ms);
  EXPECT_EQ(ask(time_path).content.status, 200U);
  EXPECT_EQ(ask(time_path).content.status, 429U);
}

TEST_F(CoinbaseLimits, CountWhatCameAndWhatWasRefused) {
  for (auto i = 0; i < 13; ++i)
    ask(time_path);
  const auto stats = venue->stats();
  EXPECT_EQ(stats.requests, 13U);
  EXPECT_EQ(stats.accepted, 10U);
  EXPECT_EQ(stats.rate_limited, 3U);
  EXPECT_EQ(stats.over_limit, 3U);
  EXPECT_EQ(stats.bad_signature, 0U);
}

TEST_F(SlidingCoinbaseLimits, GiveNothingBackBeforeTheSecondIsOver) {
  for (auto i = 0; i < 10; ++i)
    ASSERT_EQ(ask(time_path).content.status, 200U);
  pass(999ms);
  EXPECT_EQ(ask(time_path).content.status, 429U);
  pass(1ms);
  EXPECT_EQ(ask(time_path).content.status, 200U);
}

TEST_F(TwoAccounts, HaveThirtyPrivateCallsEachApartFromThePublicOnes) {
  for (const auto& who : venue->accounts()) {
    for (auto i = 0; i < 30; ++i)
      ASSERT_EQ(ask_signed(private_path, who).content.status, 200U) << i;
    EXPECT_EQ(ask_signed(private_path, who).content.status, 429U);
  }
  EXPECT_EQ(ask(time_path).content.status, 200U);
  EXPECT_EQ(venue->stats().over_limit, 2U);
}

TEST_F(CoinbaseLimits, DoNotCountCallsWithABadToken) {
  for (auto i = 0; i < 40; ++i)
    EXPECT_EQ(ask(private_path).content.status, 401U);
  EXPECT_EQ(ask_signed(private_path, master).content.status, 200U);
  EXPECT_EQ(venue->stats().bad_signature, 40U);
}

TEST_F(CoinbaseLimits, LeaveTheSimulatorsOwnCallsAlone) {
  for (auto i = 0; i < 50; ++i)
    ASSERT_EQ(ask("/sim/stats").content.status, 200U);
  EXPECT_EQ(venue->stats().requests, 0U);
  EXPECT_EQ(ask("/sim/orders").content.body, "[]");
  EXPECT_EQ(ask("/sim/nothing").content.status, 404U);
}

TEST_F(CoinbaseLimits, ShowTheRecordAsTheContractSays) {
  ask(time_path);
  ask(private_path);
  const auto x = nlohmann::json::parse(ask("/sim/stats").content.body);
  EXPECT_EQ(x["requests"], 2);
  EXPECT_EQ(x["accepted"], 1);
  EXPECT_EQ(x["bad_signature"], 1);
  for (const auto* name : {"rate_limited", "banned", "orders", "over_limit"})
    EXPECT_EQ(x.at(name), 0) << name;
  EXPECT_TRUE(x["faults"].is_object());
}

TEST_F(BusyHour, StopsAKeyUntilItsFirstCallIsAnHourOld) {
  EXPECT_EQ(coinbase_options{}.calls_an_hour, 10'000U);
  for (auto i = 0; i < 40; ++i) {
    pass(34ms);
    ASSERT_EQ(ask_signed(private_path, master).content.status, 200U) << i;
  }
  pass(1h - 40 * 34ms + 33ms);
  const auto refused = ask_signed(private_path, master).content;
  EXPECT_EQ(refused.status, 429U);
  EXPECT_EQ(net::find_header(refused.headers, "x-ratelimit-limit"), "40");
  pass(1ms);
  EXPECT_EQ(ask_signed(private_path, master).content.status, 200U);
}

TEST_F(CoinbaseLimits, UnknownPathsAreNotFoundWhateverTheMethod) {
  EXPECT_EQ(ask("/").content.status, 404U);
  EXPECT_EQ(ask("/api/v3/brokerage/market/nothing").content.status, 404U);
  EXPECT_EQ(ask(time_path, {}, "POST").content.status, 404U);
  EXPECT_EQ(ask_signed("/api/v3/brokerage/orders", master).content.status,
            404U);
}

} // namespace
} // namespace ballast::sim
